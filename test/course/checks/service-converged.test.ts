import test from 'ava';
import { serviceConverged } from '../../../src/course/checks/service-converged.ts';
import type { ServiceState } from '../../../src/course/probes/service-state.ts';
import { labCluster, serviceJson, taskJson } from '../../_helpers/lab-cluster.ts';

const params = { service: 'whoami', tasks: 1 };

function see(services: object[], tasks: object[]): Promise<ServiceState> {
  return serviceConverged.probe(labCluster({ services: () => services, tasks: () => tasks }), params);
}

async function judge(services: object[], tasks: object[]) {
  const seen = await see(services, tasks);
  return serviceConverged.judge(params, seen, seen);
}

test('one running task, seen twice, has converged, and the message says where', async (t) => {
  t.deepEqual(await judge([serviceJson()], [taskJson()]), {
    outcome: 'pass',
    message: 'whoami: 1 of 1 task running, on core-02',
  });
});

test('seen once is not yet converged', async (t) => {
  const verdict = serviceConverged.judge(params, await see([serviceJson()], [taskJson()]), undefined);
  t.is(verdict.outcome, 'fail');
  t.falsy(verdict.settled);
});

test('another task than a moment ago is not yet converged', async (t) => {
  const before = await see([serviceJson()], [taskJson({ id: 'first' })]);
  const seen = await see([serviceJson()], [taskJson({ id: 'second' })]);
  t.is(serviceConverged.judge(params, seen, before).outcome, 'fail');
});

test('no such service: nothing to wait for, and the others are named', async (t) => {
  const verdict = await judge([serviceJson({ name: 'whoami2' })], []);
  t.deepEqual(verdict, {
    outcome: 'fail',
    reason: 'no-service',
    message: 'no service is named whoami (services seen: whoami2)',
    settled: true,
  });
});

test('a completed update has converged; one under way, paused or rolled back has not', async (t) => {
  t.is((await judge([serviceJson({ update: 'completed' })], [taskJson()])).outcome, 'pass');
  for (const update of ['updating', 'paused', 'rollback_started', 'rollback_completed']) {
    const verdict = await judge([serviceJson({ update })], [taskJson()]);
    t.is(verdict.outcome, 'fail');
    t.true(verdict.message.includes(update.replace('_', ' ')));
  }
});

test('an image that nobody has is named, and not waited for', async (t) => {
  const tasks = [
    taskJson({
      id: 'old',
      state: 'rejected',
      desired: 'shutdown',
      err: 'No such image: localhost/whoamii:1',
    }),
    taskJson({
      id: 'new',
      state: 'rejected',
      desired: 'ready',
      err: 'No such image: localhost/whoamii:1',
      at: '2026-01-01T10:00:01Z',
    }),
  ];
  const verdict = await judge([serviceJson()], tasks);
  t.is(verdict.outcome, 'fail');
  t.true(verdict.settled);
  t.is(
    verdict.message,
    'whoami: 0 of 1 task running; the newest other task is rejected on core-02: No such image: localhost/whoamii:1',
  );
});

test('a task that was rejected for what passes is waited for', async (t) => {
  const err = 'cannot create a swarm scoped network when swarm is not active';
  const verdict = await judge([serviceJson()], [taskJson({ state: 'rejected', err })]);
  t.is(verdict.outcome, 'fail');
  t.falsy(verdict.settled);
  t.regex(verdict.message, /rejected on core-02: cannot create a swarm scoped network/);
});

test('a task that is being prepared is waited for', async (t) => {
  const verdict = await judge([serviceJson()], [taskJson({ state: 'preparing' })]);
  t.is(verdict.outcome, 'fail');
  t.falsy(verdict.settled);
  t.regex(verdict.message, /0 of 1 task running.*preparing on core-02/);
});

test('a running task that is to shut down does not count', async (t) => {
  t.is((await judge([serviceJson()], [taskJson({ desired: 'shutdown' })])).outcome, 'fail');
});

test('the wrong number of replicas is a fail even when they all run', async (t) => {
  const verdict = await judge([serviceJson({ replicas: 2 })], [taskJson(), taskJson({ id: 'b', slot: 2 })]);
  t.is(verdict.message, 'whoami is to have 2 tasks; expected 1');
});

test('two running tasks in one slot are not two replicas', async (t) => {
  const seen = await see([serviceJson({ replicas: 2 })], [taskJson({ id: 'a' }), taskJson({ id: 'b' })]);
  t.is(serviceConverged.judge({ service: 'whoami', tasks: 2 }, seen, seen).outcome, 'fail');
});

test('a global service is not what was asked for', async (t) => {
  const global = { ...serviceJson(), Spec: { ...serviceJson().Spec, Mode: { Global: {} } } };
  t.is((await judge([global], [taskJson()])).message, 'whoami is not a replicated service; expected 1 task');
});
