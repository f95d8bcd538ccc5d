import test from 'ava';
import { tasksMoved } from '../../../src/course/checks/tasks-moved.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { clockAt, timecheckScene, timecheckTask } from '../../_helpers/healing-lab.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';

const params = { service: 'timecheck' };

function nodes(changes: Record<string, { state?: string; availability?: string }> = {}) {
  return ['core-01', 'core-02', 'core-03'].map((Hostname, at) => ({
    ID: `n${at + 1}`,
    Spec: {
      Role: at === 0 ? 'manager' : 'worker',
      Availability: changes[Hostname]?.availability ?? 'active',
    },
    Description: { Hostname },
    Status: { State: changes[Hostname]?.state ?? 'ready' },
  }));
}

/** core-03's task went to core-02 after 100 s; now it is 200 s, and core-03's engine runs for `age` seconds. */
async function check(age: number, scene: Scene = {}, more: object[] = []) {
  const tasks = [
    timecheckTask({ id: 'new', slot: 3, node: 2, at: 100 }),
    timecheckTask({ id: 'old', slot: 3, node: 3, state: 'shutdown' }),
    timecheckTask({ id: 'stayed', slot: 1, node: 1 }),
    ...more,
  ];
  const cluster = labCluster(
    timecheckScene(tasks, {
      manager: clockAt(200),
      nodes: () => nodes(),
      runs: (node) => ({ stdout: `  ${node === 'core-03' ? age : 9999}\n` }),
      ...scene,
    }),
  );
  return tasksMoved.judge(params, await tasksMoved.probe(cluster, params), undefined);
}

test('a node that was stopped and is back without its tasks passes', async (t) => {
  t.deepEqual(await check(50), {
    outcome: 'pass',
    message: 'core-03 was stopped, its tasks went to core-02, and it is back for 50 s without them',
  });
});

test('a node that is back for a moment is looked at a little later', async (t) => {
  t.like(await check(4), { outcome: 'fail', reason: 'just-back', settled: undefined });
});

test('a node that is down still is waited for', async (t) => {
  const verdict = await check(50, { nodes: () => nodes({ 'core-03': { state: 'down' } }) });
  t.like(verdict, { reason: 'still-away', settled: undefined });
});

test('a node that is down, with no task elsewhere yet, is waited for as well', async (t) => {
  const scene = {
    nodes: () => nodes({ 'core-03': { state: 'down' } }),
    tasks: () => [timecheckTask({ slot: 3, node: 3 })],
  };
  t.like(await check(50, scene), { reason: 'moving', settled: undefined });
});

test('an entry that a node has left behind is not taken for a node that is away', async (t) => {
  const twin = { ID: 'former', Description: { Hostname: 'core-02' }, Status: { State: 'down' } };
  t.is((await check(50, { nodes: () => [...nodes(), twin] })).outcome, 'pass');
});

test('tasks that left a node whose engine ran on were not made to by its end', async (t) => {
  t.like(await check(150), { reason: 'never-stopped', settled: true });
});

test('a drained node is told from one that was stopped', async (t) => {
  const verdict = await check(150, { nodes: () => nodes({ 'core-03': { availability: 'drain' } }) });
  t.like(verdict, { reason: 'drained', settled: true });
  t.regex(verdict.message, /availability is drain/);
});

test('a task that is back on the node did not come by itself', async (t) => {
  const forced = [timecheckTask({ id: 'forced', slot: 4, node: 3, at: 190 })];
  t.like(await check(50, {}, forced), { reason: 'moved-back', settled: true });
});

test('where no task has ever left its node it fails', async (t) => {
  t.like(await check(50, { tasks: () => [timecheckTask()] }), { reason: 'never-moved', settled: true });
});

test('without the service it fails', async (t) => {
  t.like(await check(50, { services: () => [] }), { reason: 'no-service', settled: true });
});

test('a node that cannot be asked how long its engine runs makes it unknown, by name', async (t) => {
  const silent = await check(50, { runs: () => ({ exitCode: 1 }) });
  t.deepEqual(silent, { outcome: 'unknown', message: 'core-03 does not tell since when its engine runs' });
  const runs = () => {
    throw new SwarmlabError('E_SSH_LOST', 'core-03: the connection was lost', { fix: '' });
  };
  t.deepEqual(await check(50, { runs }), { outcome: 'unknown', message: 'core-03: the connection was lost' });
});
