import test from 'ava';
import { serviceOnManager } from '../../../src/course/checks/service-on-manager.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import { proxyLab, taskAt, traefikService } from '../../_helpers/proxy-lab.ts';

const params = { service: 'traefik' };

async function judge(constraints: string[] | undefined, tasks: object[]) {
  const service = traefikService(constraints ? { constraints } : { constraints: [] });
  const scene = proxyLab({ services: () => [service], tasks: () => tasks });
  return serviceOnManager.judge(params, await serviceOnManager.probe(labCluster(scene), params), undefined);
}

for (const constraint of [
  'node.role==manager',
  'node.role == manager',
  'node.role!=worker',
  'node.hostname==core-01',
  'node.id==n1',
])
  test(`a task on the manager, kept there by ${constraint}, passes`, async (t) => {
    t.deepEqual(await judge([constraint], [taskAt('n1')]), {
      outcome: 'pass',
      message: 'traefik runs on the manager core-01, and stays on managers',
    });
  });

test('a task on a worker fails, with where it is', async (t) => {
  const verdict = await judge(['node.role==worker'], [taskAt('n3')]);
  t.is(verdict.reason, 'on-worker');
  t.is(verdict.message, 'traefik runs on core-03, no manager; expected on a manager');
});

test('it fails before its task has come to run on the worker', async (t) => {
  t.is((await judge(['node.role==worker'], [])).reason, 'on-worker');
});

test('a task that is on the manager by luck fails', async (t) => {
  const verdict = await judge(undefined, [taskAt('n1')]);
  t.is(verdict.reason, 'not-bound');
  t.regex(verdict.message, /^its constraints \(none\) would let traefik move to core-02, core-03/);
});

test('a constraint about something else keeps it nowhere', async (t) => {
  t.is((await judge(['node.platform.os==linux'], [taskAt('n1')])).reason, 'not-bound');
});

test('no running task yet is waited for, and a rejected one is told', async (t) => {
  const rejected = {
    ...taskAt('n1'),
    Status: { State: 'rejected', Err: 'No such image' },
  };
  const verdict = await judge(['node.role==manager'], [rejected]);
  t.is(verdict.reason, 'not-running');
  t.regex(verdict.message, /newest task is rejected: No such image/);
  t.falsy(verdict.settled);
});

test('no such service fails', async (t) => {
  const scene = proxyLab({ services: () => [] });
  const seen = await serviceOnManager.probe(labCluster(scene), params);
  t.is(serviceOnManager.judge(params, seen, undefined).reason, 'no-service');
});
