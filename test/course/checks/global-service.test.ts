import test from 'ava';
import { globalService } from '../../../src/course/checks/global-service.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import { exporterJson, exporterTask, nodeJson } from '../../_helpers/monitoring-lab.ts';

const params = { service: 'exporter', mayBeDrained: [] as string[] };
const solved: Scene = {
  services: () => [exporterJson()],
  tasks: () => [exporterTask(1), exporterTask(2), exporterTask(3)],
};

/** The verdict on a scene, seen twice unless another one was seen before. */
async function check(changes: Partial<Scene>, before: Partial<Scene> = changes) {
  const probe = (scene: Partial<Scene>) => globalService.probe(labCluster({ ...solved, ...scene }), params);
  return globalService.judge(params, await probe(changes), await probe(before));
}

test('one task on every node passes', async (t) => {
  t.deepEqual(await check({}), {
    outcome: 'pass',
    message: 'exporter: one task runs on each of core-01, core-02, core-03',
  });
});

test('seen once is not enough, nor are other tasks than before', async (t) => {
  const cluster = labCluster(solved);
  t.is(globalService.judge(params, await globalService.probe(cluster, params), undefined).reason, 'unsteady');
  const other = { tasks: () => [exporterTask(1), exporterTask(2), { ...exporterTask(3), ID: 'new' }] };
  t.is((await check({}, other)).reason, 'unsteady');
});

test('three replicas, one on each node by chance, fail', async (t) => {
  const verdict = await check({ services: () => [exporterJson({ Replicated: { Replicas: 3 } })] });
  t.is(verdict.reason, 'not-global');
  t.true(verdict.settled);
  t.is(
    verdict.message,
    'exporter is replicated (3); expected a global service, one task on each of core-01, core-02, core-03',
  );
});

test('a drained node fails by name, for good; one that is down is waited for', async (t) => {
  const tasks = () => [exporterTask(1), exporterTask(2)];
  const drained = await check({
    tasks,
    nodes: () => [nodeJson(1), nodeJson(2), nodeJson(3, { availability: 'drain' })],
  });
  t.is(drained.reason, 'node-away');
  t.true(drained.settled);
  t.regex(drained.message, /^core-03 is drained, so no task of exporter runs there/);
  const down = await check({
    tasks,
    nodes: () => [nodeJson(1), nodeJson(2), nodeJson(3, { state: 'down' })],
  });
  t.is(down.reason, 'node-away');
  t.falsy(down.settled);
});

test('a paused node keeps its task, and passes', async (t) => {
  const nodes = () => [nodeJson(1), nodeJson(2), nodeJson(3, { availability: 'pause' })];
  t.is((await check({ nodes })).outcome, 'pass');
});

test('what is left in the list of a machine that has joined again does not count', async (t) => {
  const nodes = () => [nodeJson(1), nodeJson(2), nodeJson(3), nodeJson(3, { state: 'down', id: 'old' })];
  t.is((await check({ nodes })).outcome, 'pass');
});

test('a node without a task is waited for, one that lacks the image is not', async (t) => {
  const missing = await check({ tasks: () => [exporterTask(1), exporterTask(2)] });
  t.is(missing.reason, 'not-running');
  t.regex(missing.message, /none on core-03/);
  const rejected = await check({
    tasks: () => [
      exporterTask(1),
      exporterTask(2),
      exporterTask(3, { state: 'rejected', err: 'No such image: x' }),
    ],
  });
  t.is(rejected.reason, 'rejected');
  t.true(rejected.settled);
  t.regex(rejected.message, /rejected on core-03: No such image: x/);
});

test('a task that was rejected for what passes is waited for', async (t) => {
  const err = 'cannot create a swarm scoped network when swarm is not active';
  const verdict = await check({
    tasks: () => [exporterTask(1), exporterTask(2), exporterTask(3, { state: 'rejected', err })],
  });
  t.is(verdict.reason, 'rejected');
  t.falsy(verdict.settled);
});

test('an update under way is waited for', async (t) => {
  const verdict = await check({
    services: () => [{ ...exporterJson(), UpdateStatus: { State: 'updating' } }],
  });
  t.is(verdict.reason, 'updating');
});

test('without the service it fails, with those that there are', async (t) => {
  const verdict = await check({
    services: () => [{ ...exporterJson(), Spec: { ...exporterJson().Spec, Name: 'node-exporter' } }],
  });
  t.is(verdict.reason, 'no-service');
  t.is(verdict.message, 'no service is named exporter (services seen: node-exporter)');
});
