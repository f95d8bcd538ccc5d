import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { grade } from '../../../src/cli/commands/grade.ts';
import { findLab } from '../../../src/course/catalogue.ts';
import { labIds } from '../../../src/course/lab-folders.ts';
import { checksOf } from '../../../src/course/lab-format.ts';
import { ProgressFile } from '../../../src/course/progress.ts';
import { FakeIo, fakeContext } from '../../_helpers/fake-io.ts';
import { seen } from '../../_helpers/graded.ts';
import { labFolder } from '../../_helpers/lab-folder.ts';

const warn = () => {};

test('without any work every lab is in the table and in grade.md', async (t) => {
  const { folder } = await labFolder(t);
  const io = new FakeIo(folder);
  await grade(fakeContext(io).context, { format: 'markdown' });
  const report = await readFile(path.join(folder, 'grade.md'), 'utf8');
  for (const id of await labIds()) {
    t.regex(io.out, new RegExp(`${id} +not started`));
    t.true(report.includes(`| ${id} | not started |`));
  }
  t.regex(io.out, /^0 of \d+ points \(0 %\)$/m);
  t.true(io.out.endsWith(`written to ${path.join(folder, 'grade.md')}\n`));
});

test('what the learner did is in it', async (t) => {
  const workspace = await labFolder(t);
  const lab = await findLab('whoami');
  const all = Object.fromEntries(checksOf(lab).map(({ id }) => [id, 'pass' as const]));
  const record = new ProgressFile(workspace, { tool: '0.1.0', warn });
  await record.update((progress) => seen(progress, lab, all, Date.now()));
  const io = new FakeIo(workspace.folder);
  await grade(fakeContext(io).context, { format: 'json', output: 'sub/mine.json' });
  const report = JSON.parse(await readFile(path.join(workspace.folder, 'sub', 'mine.json'), 'utf8'));
  t.is(report.points, checksOf(lab).length * 10);
  t.regex(io.out, /01-whoami +passed/);
});

test('- writes the report alone, to standard output', async (t) => {
  const { folder } = await labFolder(t);
  const before = await readdir(folder);
  const io = new FakeIo(folder);
  await grade(fakeContext(io).context, { format: 'json', output: '-' });
  t.is(JSON.parse(io.out).points, 0);
  t.deepEqual(await readdir(folder), before);
});

test('--live asks no cluster where no lab is under way', async (t) => {
  const { folder } = await labFolder(t);
  const io = new FakeIo(folder);
  await t.notThrowsAsync(grade(fakeContext(io).context, { format: 'csv', live: true }));
});

test('without a swarmlab.yaml there is no record to grade', async (t) => {
  const io = new FakeIo(path.join(await labFolder(t).then(({ folder }) => folder), '.swarmlab'));
  await t.throwsAsync(grade(fakeContext(io).context, { format: 'csv' }), { code: 'E_NO_CONFIG' });
});
