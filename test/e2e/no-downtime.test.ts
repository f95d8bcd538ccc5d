import test from 'ava';
import type { LabReport } from '../../src/course/outcome.ts';
import { ScratchCluster } from '../_helpers/scratch-cluster.ts';

const cluster = new ScratchCluster('updates');
test.before(async () => {
  await cluster.init();
  await cluster.must('up');
});
test.after.always(() => cluster.remove());

/** What the check of the update says, once an update is over. */
async function noDowntime() {
  const { stdout } = await cluster.run('lab', 'check', '02', '--json');
  const { checks } = JSON.parse(stdout) as LabReport;
  return checks.find(({ id }) => id === 'no-downtime');
}

test.serial('without the health check requests fail while tasks are replaced', async (t) => {
  await cluster.play('02-scale-and-update', 'mistakes/no-healthcheck.sh');
  const seen = await noDowntime();
  t.is(seen?.reason, 'no-healthcheck', seen?.message);
  const failed = Number(/^(\d+) requests failed/.exec(seen?.message ?? '')?.[1]);
  t.log(seen?.message);
  t.true(failed > 0, seen?.message);
});

test.serial('with it none fails, on the same cluster, at none of the nodes', async (t) => {
  await cluster.play('02-scale-and-update', 'solution.sh');
  const seen = await noDowntime();
  t.log(seen?.message);
  t.is(seen?.outcome, 'pass', seen?.message);
  t.regex(seen?.message ?? '', /^0 requests failed on 3 nodes/);
});
