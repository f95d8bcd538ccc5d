import test from 'ava';
import { taskReplaced } from '../../../src/course/checks/task-replaced.ts';
import { timecheckScene, timecheckTask } from '../../_helpers/healing-lab.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';

const params = { service: 'timecheck', image: 'localhost/timecheck:1.0', exitCode: 137 };

async function check(tasks: object[], scene?: Scene) {
  const cluster = labCluster(timecheckScene(tasks, scene));
  return taskReplaced.judge(params, await taskReplaced.probe(cluster, params), undefined);
}

const killed = timecheckTask({ id: 'killed', state: 'failed', exit: 137 });

test('a task that was killed and has a successor in its slot passes, and the message names both containers', async (t) => {
  const verdict = await check([timecheckTask({ id: 'next', at: 9, node: 2 }), killed]);
  t.deepEqual(verdict, {
    outcome: 'pass',
    message:
      'timecheck.1: the container killed111111 on core-01 failed with 137, and next11111111 on core-02 took its place',
  });
});

test('it passes still when the successor was replaced by an update', async (t) => {
  const verdict = await check([
    timecheckTask({ id: 'newest', at: 99, image: 'localhost/timecheck:2.0' }),
    timecheckTask({ id: 'next', at: 9, state: 'shutdown' }),
    killed,
  ]);
  t.is(verdict.outcome, 'pass');
});

test('a new task in another slot is no replacement', async (t) => {
  const verdict = await check([timecheckTask({ id: 'other', slot: 2, at: 9 }), killed]);
  t.like(verdict, { outcome: 'fail', reason: 'not-replaced', settled: undefined });
});

test('a successor that has no container yet is waited for', async (t) => {
  const verdict = await check([
    timecheckTask({ id: 'next', at: 9, state: 'preparing', container: '' }),
    killed,
  ]);
  t.like(verdict, { outcome: 'fail', reason: 'not-replaced', settled: undefined });
});

test('without a task that has failed it fails', async (t) => {
  t.like(await check([timecheckTask()]), { reason: 'never-failed', settled: true });
});

test('a container that ended with 0 is no failure', async (t) => {
  const verdict = await check([
    timecheckTask({ id: 'next', at: 9 }),
    timecheckTask({ state: 'complete', exit: 0 }),
  ]);
  t.like(verdict, { reason: 'ended-well', settled: true });
});

test('a container that was started again by hand is told from one that ended', async (t) => {
  const restarted = timecheckTask({ state: 'complete', exit: 0, pid: 1004 });
  t.like(await check([timecheckTask({ id: 'next', at: 9 }), restarted]), {
    reason: 'restarted',
    settled: true,
  });
});

test('another exit code is named', async (t) => {
  const verdict = await check([
    timecheckTask({ id: 'next', at: 9 }),
    timecheckTask({ state: 'failed', exit: 1 }),
  ]);
  t.like(verdict, { reason: 'other-exit', settled: true });
  t.regex(verdict.message, /failed with 1; expected one that failed with 137/);
});

test('a service that was deleted and made anew has lost its history', async (t) => {
  const verdict = await check([timecheckTask({ image: 'localhost/timecheck:2.0' })]);
  t.like(verdict, { reason: 'made-anew', settled: true });
});

test('without the service it fails', async (t) => {
  t.like(await check([], { services: () => [] }), { reason: 'no-service', settled: true });
});
