import path from 'node:path';
import test from 'ava';
import type { Trial } from '../../src/course/gate/trial.ts';
import { ScratchCluster } from '../_helpers/scratch-cluster.ts';

const cluster = new ScratchCluster('lab-new');
test.before(async (t) => {
  t.timeout(600_000);
  await cluster.init();
  await cluster.must('up');
});
test.after.always(() => cluster.remove());

test.serial('a new lab passes the gate as it is, and is one of the course', async (t) => {
  t.timeout(600_000);
  const made = await cluster.must('lab', 'new', 'greeting');
  const [id = ''] = /\d\d-greeting/.exec(made) ?? [];
  t.true(made.includes(path.join(cluster.folder, 'labs', id)), made);
  const { code, stdout, stderr } = await cluster.run('lab', 'test', 'greeting', '--json');
  const [trial] = stdout ? (JSON.parse(stdout) as { labs: Trial[] }).labs : [];
  t.deepEqual(trial?.violations, [], stderr);
  t.deepEqual(trial?.mistakes, { passed: 4, skipped: 0, total: 4 });
  t.is(code, 0, stderr);
  const listed = JSON.parse(await cluster.must('lab', 'list', '--json')) as { id: string }[];
  t.is(listed.at(-1)?.id, id);
});

test.serial('the learner of such a lab gets its text, its solution and a hint', async (t) => {
  t.timeout(300_000);
  t.regex(await cluster.must('lab', 'start', 'greeting'), /a service named greeting/);
  const { stdout, stderr } = await cluster.run('lab', 'hint');
  t.regex(`${stdout}${stderr}`, /Is there a service named greeting/);
  const solved = await cluster.run('lab', 'solve', '--run');
  t.is(solved.code, 0, solved.stderr);
});
