import test from 'ava';
import { rolledBack } from '../../../src/course/checks/rolled-back.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import { version1, version2, whoamiService, whoamiTask } from '../../_helpers/update-lab.ts';

const params = { service: 'whoami', image: version2 };
const bad = 'localhost/whoami:3';
const five = [1, 2, 3, 4, 5].map((slot) => whoamiTask(slot));
const rejected = whoamiTask(5, { image: bad, state: 'rejected', created: 90 });

async function judge(changes: Parameters<typeof whoamiService>[0], tasks: object[] = [...five, rejected]) {
  const service = whoamiService({ update: 'rollback_completed', ...changes });
  const cluster = labCluster({ services: () => [service], tasks: () => tasks });
  return rolledBack.judge(params, await rolledBack.probe(cluster, params), undefined);
}

test('a rejected task, a rollback that is completed, and all tasks on the image of before pass', async (t) => {
  t.deepEqual(await judge({}), {
    outcome: 'pass',
    message:
      'a task of localhost/whoami:3 was rejected, the update was rolled back, and all 5 tasks run localhost/whoami:2',
  });
});

type Changes = Parameters<typeof whoamiService>[0];
const wrong: Record<string, [Changes, (typeof rolledBack.reasons)[number]]> = {
  'an update that went well': [{ update: 'completed' }, 'no-rollback'],
  'an update that was paused': [{ update: 'paused', image: bad }, 'stands-still'],
  'a rollback that was paused': [{ update: 'rollback_paused' }, 'stands-still'],
  'a rollback by hand, which leaves what it came from': [{ previous: { Name: 'whoami' } }, 'by-hand'],
  'a rollback to version 1': [{ image: version1 }, 'other-image'],
};
for (const [what, [changes, reason]] of Object.entries(wrong))
  test(`${what} fails: ${reason}`, async (t) => {
    const verdict = await judge(changes);
    t.is(verdict.reason, reason);
    t.true(verdict.settled);
    t.regex(verdict.message, /expected an update that failed and was rolled back by itself$/);
  });

test('a rollback without a task that failed fails: nothing was tried', async (t) => {
  t.is((await judge({}, five)).reason, 'nothing-failed');
});

test('a rollback under way, and tasks that are not yet back, fail and are waited for', async (t) => {
  const moving = await judge({ update: 'rollback_started' });
  t.is(moving.reason, 'moving');
  t.falsy(moving.settled);
  const half = await judge({}, [...five.slice(1), whoamiTask(1, { image: version1 }), rejected]);
  t.is(half.reason, 'not-running');
  t.falsy(half.settled);
});

test('no service fails', async (t) => {
  const cluster = labCluster({ services: () => [], tasks: () => [] });
  t.is(rolledBack.judge(params, await rolledBack.probe(cluster, params), undefined).reason, 'no-service');
});
