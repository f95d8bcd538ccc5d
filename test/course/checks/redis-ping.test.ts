import test from 'ava';
import { redisPing } from '../../../src/course/checks/redis-ping.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { dnsAnswer } from '../../_helpers/dns-answer.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import { networkedJson, networkJson, networkScene } from '../../_helpers/lab-network.ts';

const params = { service: 'redis', network: 'backend', port: 6379 };

/** Containers on backend take redis for `addresses`, and it says `line` to them. */
function scene({ addresses = ['10.20.1.2'], line = '+PONG\r\n' } = {}, changes: Scene = {}): Scene {
  return networkScene({
    services: () => [networkedJson('redis')],
    runs: (_node, command) => ({
      stdout: command.includes('/dev/udp/') ? `${dnsAnswer(addresses)}\n` : line,
    }),
    ...changes,
  });
}

async function judge(given: Scene) {
  return redisPing.judge(params, await redisPing.probe(labCluster(given), params), undefined);
}

test('PONG from inside the network passes', async (t) => {
  t.deepEqual(await judge(scene()), {
    outcome: 'pass',
    message: 'redis answers PONG from inside backend, asked on core-01, core-02, core-03',
  });
});

test('the address behind the name is the one that is asked', async (t) => {
  const asked: string[] = [];
  const { runs } = scene();
  await judge(
    scene(
      {},
      {
        runs: (node, line, command) => {
          asked.push(line);
          return runs?.(node, line, command) ?? {};
        },
      },
    ),
  );
  t.true(asked.some((line) => line.endsWith(' 10.20.1.2 6379')));
});

test('a name that nobody inside knows fails', async (t) => {
  const verdict = await judge(scene({ addresses: [] }));
  t.like(verdict, {
    reason: 'no-name',
    message: 'from inside backend on core-01, nobody knows the name redis',
  });
});

test('silence fails', async (t) => {
  const verdict = await judge(scene({ line: '' }));
  t.like(verdict, {
    reason: 'no-answer',
    message: 'from inside backend on core-01, redis (10.20.1.2) on port 6379 does not answer; expected PONG',
  });
});

test('anything else than PONG fails, and is told', async (t) => {
  const verdict = await judge(scene({ line: '-NOAUTH Authentication required.\r\n' }));
  t.is(verdict.reason, 'wrong-answer');
  t.regex(verdict.message, /says "-NOAUTH Authentication required\." to PING; expected PONG$/);
});

test('without service, network, running task or anybody inside it fails', async (t) => {
  t.is((await judge(scene({}, { services: () => [] }))).reason, 'no-service');
  const networks = [networkJson({ Name: 'frontend' })];
  t.is((await judge(scene({}, { manager: () => networks }))).reason, 'no-network');
  t.is((await judge(scene({}, { tasks: () => [] }))).reason, 'no-task');
  const services = () => [networkedJson('redis', { networks: ['other'] })];
  t.is((await judge(scene({}, { services }))).reason, 'nobody-inside');
});

test('a node that cannot be asked makes it unknown, with its name', async (t) => {
  const lost = new SwarmlabError('E_SSH_LOST', 'core-03: the SSH connection broke', { fix: '' });
  const { runs } = scene();
  const verdict = await judge(
    scene(
      {},
      {
        runs: (node, line, command) => {
          if (node === 'core-03') throw lost;
          return runs?.(node, line, command) ?? {};
        },
      },
    ),
  );
  t.deepEqual(verdict, {
    outcome: 'unknown',
    message: 'could not ask every node: core-03: the SSH connection broke',
  });
});
