import test from 'ava';
import { balanced } from '../../../src/course/checks/balanced.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import { answers, idOf, inTurn, whoamiService, whoamiTask } from '../../_helpers/update-lab.ts';

const params = { service: 'whoami', port: 4567, connections: 50 };
const ids = [1, 2, 3, 4, 5].map((slot) => `v2 - ${idOf(slot)}`);
const five = [1, 2, 3, 4, 5].map((slot) => whoamiTask(slot));

async function judge(behaves: Scene['behaves'], changes: Scene = {}) {
  const cluster = labCluster({
    services: () => [whoamiService()],
    tasks: () => five,
    ...changes,
    ...(behaves ? { behaves } : {}),
  });
  return balanced.judge(params, await balanced.probe(cluster, params), undefined);
}

test('at least 50 connections to each node that reach all five tasks pass', async (t) => {
  t.deepEqual(await judge(inTurn(...ids)), {
    outcome: 'pass',
    message: '51 fresh connections to each of 3 nodes reached all 5 tasks',
  });
});

test('one replica that answers for ever, as behind a kept connection, fails', async (t) => {
  const verdict = await judge(inTurn(ids[0] as string));
  t.is(verdict.reason, 'idle-task');
  t.regex(verdict.message, /^51 connections to core-01 reached 1 tasks, never b{11}2, .*; expected all 5$/);
});

test('one node that leaves a task out fails, by its name', async (t) => {
  const all = inTurn(...ids);
  const four = inTurn(...ids.slice(0, 4));
  const verdict = await judge(
    (from, to, port) => (to === 'core-03' ? four : all)?.(from, to, port) ?? answers(''),
  );
  t.regex(verdict.message, /^51 connections to core-03 reached 4 tasks, never b{11}5;/);
});

test('an answer of something else fails', async (t) => {
  const verdict = await judge(inTurn(...ids, 'v2 - deadbeef0123'));
  t.is(verdict.reason, 'wrong-answer');
  t.regex(verdict.message, /answered on port 4567 with "deadbeef0123"/);
});

test('a single connection that is refused fails, with the figure', async (t) => {
  let asked = 0;
  const all = inTurn(...ids);
  const verdict = await judge((from, to, port) =>
    ++asked === 100 ? { refused: true } : (all?.(from, to, port) ?? answers('')),
  );
  t.is(verdict.reason, 'no-answer');
  t.regex(
    verdict.message,
    /^1 of 51 connections to core-0\d got no answer on port 4567 \(connection refused\)/,
  );
});

test('a task that was replaced while it was asked may have answered', async (t) => {
  let asked = 0;
  const old = whoamiTask(5, { id: idOf(5, 'a'), created: -60 });
  const verdict = await judge(inTurn(...ids.slice(0, 4), idOf(5, 'a'), idOf(5)), {
    tasks: () => (asked++ === 0 ? [...five.slice(0, 4), old] : five),
  });
  t.is(verdict.outcome, 'pass');
});

test('without the service, and without a task, nobody is asked', async (t) => {
  const never = () => t.fail('asked') as never;
  t.is((await judge(never, { services: () => [] })).reason, 'no-service');
  t.is((await judge(never, { tasks: () => [whoamiTask(1, { state: 'starting' })] })).reason, 'no-task');
});

test('a node that cannot be asked is unknown, by its name', async (t) => {
  const all = inTurn(...ids);
  const verdict = await judge((from, to, port) =>
    from === 'core-02' ? { unreachable: true } : (all?.(from, to, port) ?? answers('')),
  );
  t.is(verdict.outcome, 'unknown');
  t.regex(verdict.message, /core-02: .*SSH connection broke/);
});
