import test from 'ava';
import { taskSpread } from '../../../src/course/checks/task-spread.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import { whoamiService, whoamiTask } from '../../_helpers/update-lab.ts';

const params = { service: 'whoami', tasks: 5 };

async function judge(service: object, tasks: object[], nodes?: object[]) {
  const cluster = labCluster({ services: () => [service], tasks: () => tasks });
  const seen = await taskSpread.probe(cluster, params);
  return taskSpread.judge(params, nodes ? { ...seen, nodes: nodes as typeof seen.nodes } : seen, undefined);
}

const onNodes = (...places: number[]) => places.map((node, at) => whoamiTask(at + 1, { node }));
const node = (name: string, availability = 'active', state = 'ready') => ({
  ID: name,
  Spec: { Role: 'worker', Availability: availability },
  Description: { Hostname: name },
  Status: { State: state },
});

test('five tasks, two nodes with two of them and one with one, pass', async (t) => {
  t.deepEqual(await judge(whoamiService(), onNodes(1, 1, 2, 2, 3)), {
    outcome: 'pass',
    message: 'whoami: 5 tasks run, 2 on core-01, 2 on core-02, 1 on core-03',
  });
});

test('five running tasks that are all on one node look right in `service ls`, and fail', async (t) => {
  const verdict = await judge(whoamiService(), onNodes(1, 1, 1, 1, 1));
  t.is(verdict.reason, 'uneven');
  t.regex(verdict.message, /5 on core-01, 0 on core-02, 0 on core-03; expected that no node has two more/);
});

test('nodes that are drained or down may have none', async (t) => {
  const nodes = [node('core-01'), node('core-02', 'drain'), node('core-03', 'active', 'down')];
  t.is((await judge(whoamiService(), onNodes(1, 1, 1, 1, 1), nodes)).outcome, 'pass');
});

type Changes = Parameters<typeof whoamiService>[0];
const wrong: Record<string, [Changes, number[], (typeof taskSpread.reasons)[number]]> = {
  'another number of replicas': [{ replicas: 3 }, [1, 2, 3], 'wrong-replicas'],
  'a global service': [{ global: true }, [1, 2, 3], 'wrong-mode'],
  'tasks that do not run': [{}, [1, 2, 3, 1], 'not-running'],
  'an update in which none runs': [{ update: 'updating' }, [], 'not-running'],
};
for (const [what, [changes, places, reason]] of Object.entries(wrong))
  test(`${what}: ${reason}`, async (t) => {
    t.is((await judge(whoamiService(changes), onNodes(...places))).reason, reason);
  });

test('no such service fails, with the names of those there are', async (t) => {
  const verdict = await judge({ ...whoamiService(), Spec: { ...whoamiService().Spec, Name: 'web' } }, []);
  t.is(verdict.reason, 'no-service');
  t.regex(verdict.message, /services seen: web/);
});

test('why a task does not run is told', async (t) => {
  const tasks = [...onNodes(1, 2, 3, 1), whoamiTask(5, { state: 'rejected', err: 'no such image' })];
  t.regex((await judge(whoamiService(), tasks)).message, /4 of 5 tasks running; .*: no such image/);
});

test('while an update is under way or stands still, a task may be missing', async (t) => {
  for (const update of ['updating', 'paused', 'rollback_started'])
    t.is((await judge(whoamiService({ update }), onNodes(1, 1, 2, 2))).outcome, 'pass');
});
