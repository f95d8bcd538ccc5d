import test from 'ava';
import { dns } from '../../../src/course/checks/dns.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { dnsAnswer } from '../../_helpers/dns-answer.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import { networkedJson, networkJson, networkScene } from '../../_helpers/lab-network.ts';

const params = { service: 'counter', network: 'backend' };
const tasks = ['10.20.1.5', '10.20.1.6', '10.20.1.7'];

/** A cluster whose containers get these answers, and whose nodes know no name. */
function scene(inside: { service?: string[]; tasks?: string[] } = {}, changes: Scene = {}): Scene {
  const answers = [inside.service ?? ['10.20.1.2'], inside.tasks ?? tasks];
  return networkScene({
    services: () => [networkedJson('counter')],
    runs: (_node, line) =>
      line.startsWith('nsenter --target 4321 --net ')
        ? { stdout: answers.map((addresses) => `${dnsAnswer(addresses)}\n`).join('') }
        : { exitCode: 2 },
    ...changes,
  });
}

async function judge(given: Scene) {
  return dns.judge(params, await dns.probe(labCluster(given), params), undefined);
}

test('the virtual address under its name and the tasks under theirs, and nothing outside, passes', async (t) => {
  t.deepEqual(await judge(scene()), {
    outcome: 'pass',
    message:
      'on backend, counter is 10.20.1.2 and tasks.counter is 10.20.1.5, 10.20.1.6, 10.20.1.7; off it, no node knows the name',
  });
});

test('another address under the name fails', async (t) => {
  const verdict = await judge(scene({ service: ['10.20.1.9'] }));
  t.like(verdict, { outcome: 'fail', reason: 'wrong-address' });
  t.regex(verdict.message, /counter is 10\.20\.1\.9; expected its virtual address 10\.20\.1\.2$/);
});

test('a name that nobody inside knows fails', async (t) => {
  t.regex((await judge(scene({ service: [] }))).message, /counter is unknown; expected its virtual address/);
});

test('a task that is missing under tasks. fails', async (t) => {
  const verdict = await judge(scene({ tasks: tasks.slice(1) }));
  t.is(verdict.reason, 'wrong-task-addresses');
  t.regex(verdict.message, /tasks\.counter is 10\.20\.1\.6, 10\.20\.1\.7; expected .*10\.20\.1\.5/);
});

test('a node that knows the name, though it is outside, fails', async (t) => {
  const { runs } = scene();
  const verdict = await judge(
    scene(
      {},
      {
        runs: (node, line, command) =>
          node === 'core-03' && line.includes('getent')
            ? { stdout: '10.20.1.2 STREAM counter\n10.20.1.2 DGRAM\n' }
            : (runs?.(node, line, command) ?? {}),
      },
    ),
  );
  t.is(verdict.reason, 'resolves-outside');
  t.regex(verdict.message, /^core-03, which is not on backend, resolves counter to 10\.20\.1\.2;/);
});

test('a service in endpoint mode dnsrr fails: it has no virtual address', async (t) => {
  const verdict = await judge(scene({}, { services: () => [networkedJson('counter', { vip: '' })] }));
  t.is(verdict.reason, 'no-virtual-address');
});

test('a virtual address on another network does not count', async (t) => {
  const services = () => [networkedJson('counter', { networks: ['other'] })];
  t.is((await judge(scene({}, { services }))).reason, 'no-virtual-address');
});

test('with nobody inside the network it fails', async (t) => {
  t.is((await judge(scene({}, { tasks: () => [] }))).reason, 'nobody-inside');
});

test('a service that is on two networks is not asked where another is on this one alone', async (t) => {
  const asked: string[] = [];
  const cluster = labCluster(
    scene(
      {},
      {
        services: () => [
          networkedJson('counter', { networks: ['id-of-backend', 'f'] }),
          networkedJson('redis'),
        ],
      },
    ),
  );
  const { get } = cluster.manager;
  cluster.manager.get = (path) => {
    asked.push(path);
    return get(path);
  };
  await dns.probe(cluster, params);
  t.true(asked.some((path) => path.includes('id-of-redis')));
});

test('without service or network it fails', async (t) => {
  t.is((await judge(scene({}, { services: () => [] }))).reason, 'no-service');
  const networks = [networkJson({ Name: 'frontend' })];
  t.is((await judge(scene({}, { manager: () => networks }))).reason, 'no-network');
});

test('a node that cannot be asked makes it unknown, with its name', async (t) => {
  const { runs } = scene();
  const lost = new SwarmlabError('E_SSH_LOST', 'core-02: the SSH connection broke', { fix: '' });
  const verdict = await judge(
    scene(
      {},
      {
        runs: (node, line, command) => {
          if (node === 'core-02') throw lost;
          return runs?.(node, line, command) ?? {};
        },
      },
    ),
  );
  t.is(verdict.outcome, 'unknown');
  t.regex(verdict.message, /core-02: the SSH connection broke/);
});
