import test from 'ava';
import { httpEveryNode } from '../../../src/course/checks/http-every-node.ts';
import type { HttpAnswer } from '../../../src/course/probes/http-get.ts';
import type { Sample } from '../../../src/course/probes/reach.ts';
import { observeService } from '../../../src/course/probes/service-state.ts';
import {
  labCluster,
  type Scene,
  serviceJson,
  shortId,
  taskJson,
  whoami,
} from '../../_helpers/lab-cluster.ts';

const params = { service: 'whoami', port: 4567, path: '/' };

async function check(scene: Scene) {
  return httpEveryNode.judge(params, await httpEveryNode.probe(labCluster(scene), params), undefined);
}

/** The same for a cluster on which some questions get no reply at all. */
function checkSilence(isSilent: (from: string, to: string) => boolean) {
  return judgeWith((from, to) =>
    isSilent(from, to)
      ? { kind: 'silent', reason: 'no answer in 3 s' }
      : { kind: 'answer', answer: { status: 200, body: `${shortId}\n` } },
  );
}

async function judgeWith(result: (from: string, to: string) => Sample<HttpAnswer>['result']) {
  const cluster = labCluster();
  const names = cluster.nodes.map(({ name }) => name);
  const samples = names.flatMap((from) => names.map((to) => ({ from, to, result: result(from, to) })));
  const state = await observeService(cluster, 'whoami');
  return httpEveryNode.judge(params, { state, samples }, undefined);
}

test("every node answers with the task's container id", async (t) => {
  t.deepEqual(await check({}), {
    outcome: 'pass',
    message: `all 3 nodes answer on port 4567 with task ${shortId}, also the 2 that run none`,
  });
});

test('each request has a connection of its own, from every node to every node', async (t) => {
  const dialled: string[] = [];
  await check({
    behaves(from, to) {
      dialled.push(`${from} ${to}`);
      return whoami();
    },
  });
  t.is(dialled.length, 9);
  t.is(new Set(dialled).size, 9);
});

test('the right body from a host-mode port, on the node of the task alone, fails', async (t) => {
  const verdict = await check({ behaves: (_from, to) => (to === 'core-02' ? whoami() : { refused: true }) });
  t.is(verdict.outcome, 'fail');
  t.is(
    verdict.message,
    `core-01, core-03 gave no answer on port 4567 (connection refused); expected 200 and the container id of a task (${shortId})`,
  );
});

test('a 200 with another host name fails, with what was seen and expected', async (t) => {
  const verdict = await check({
    behaves: (_from, to) => whoami(to === 'core-03' ? 'deadbeef0123\n' : undefined),
  });
  t.is(
    verdict.message,
    `core-03 answered on port 4567 with "deadbeef0123"; expected 200 and the container id of a task (${shortId})`,
  );
});

test('the right host name with another status fails', async (t) => {
  const verdict = await check({ behaves: () => whoami(undefined, '503 Service Unavailable') });
  t.is(verdict.outcome, 'fail');
  t.regex(verdict.message, /^core-01, core-02, core-03 answered on port 4567 with status 503/);
});

test('something that does not speak HTTP fails', async (t) => {
  t.is((await check({ behaves: () => ({ http: '-ERR wrong number of arguments\r\n' }) })).outcome, 'fail');
});

test('a node that answers only to itself fails', async (t) => {
  const verdict = await check({
    behaves: (from, to) => (to === 'core-03' && from !== to ? { refused: true } : whoami()),
  });
  t.is(verdict.outcome, 'fail');
  t.regex(verdict.message, /^core-03 gave no answer .* when asked from core-01, core-02;/);
});

test('a node that cannot be reached by SSH is unknown, by name, not a fail', async (t) => {
  const verdict = await check({
    behaves(from, to) {
      if (from === 'core-03') return { unreachable: true };
      return to === 'core-03' ? { refused: true } : whoami();
    },
  });
  t.is(verdict.outcome, 'unknown');
  t.regex(verdict.message, /core-03: .*SSH connection broke/);
});

test('a wrong answer is a fail even when another node cannot be reached', async (t) => {
  const verdict = await check({
    behaves: (from, to) =>
      from === 'core-03' ? { unreachable: true } : whoami(to === 'core-01' ? 'x' : undefined),
  });
  t.is(verdict.outcome, 'fail');
});

test('a node from which nothing comes back, not even from itself, is unknown', async (t) => {
  const verdict = await checkSilence((from, to) => from === 'core-03' || to === 'core-03');
  t.is(verdict.outcome, 'unknown');
  t.regex(verdict.message, /core-03/);
});

test('a node whose port swallows connections is a fail: it can ask the others', async (t) => {
  const verdict = await checkSilence((_from, to) => to === 'core-03');
  t.is(verdict.outcome, 'fail');
  t.regex(verdict.message, /^core-03 gave no answer on port 4567 \(no answer in 3 s\)/);
});

test('without the service nobody is asked', async (t) => {
  const verdict = await check({
    services: () => [serviceJson({ name: 'web' })],
    behaves: () => t.fail('asked') as never,
  });
  t.is(verdict.outcome, 'fail');
  t.true(verdict.settled);
});

test('without a running task it fails, and is waited for', async (t) => {
  const verdict = await check({ tasks: () => [taskJson({ state: 'starting' })] });
  t.is(verdict.outcome, 'fail');
  t.falsy(verdict.settled);
});
