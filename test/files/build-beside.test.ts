import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import test from 'ava';
import { buildBeside } from '../../src/files/build-beside.ts';
import { hasFile } from '../../src/files/has-file.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const isWhole = (folder: string) => hasFile(path.join(folder, 'done'));
const writes = (text: string) => (part: string) => writeFile(path.join(part, 'done'), text);

test('a folder appears only when it is whole', async (t) => {
  const parent = await temporaryFolder(t);
  const folder = path.join(parent, 'bundle');
  await buildBeside(folder, isWhole, async (part) => {
    t.false(await hasFile(folder));
    await writes('one')(part);
  });
  t.deepEqual(await readdir(parent), ['bundle']);
});

test('a failed build leaves nothing', async (t) => {
  const parent = await temporaryFolder(t);
  const failing = buildBeside(path.join(parent, 'bundle'), isWhole, async () => {
    throw new Error('no');
  });
  await t.throwsAsync(failing, { message: 'no' });
  t.deepEqual(await readdir(parent), []);
});

test('of two at once, one wins and the other uses its result', async (t) => {
  const parent = await temporaryFolder(t);
  const folder = path.join(parent, 'bundle');
  await Promise.all([1, 2].map((n) => buildBeside(folder, isWhole, writes(String(n)))));
  t.deepEqual(await readdir(parent), ['bundle']);
  t.regex(await readFile(path.join(folder, 'done'), 'utf8'), /^[12]$/);
});

test('a folder that is not whole is replaced', async (t) => {
  const parent = await temporaryFolder(t);
  const folder = path.join(parent, 'bundle');
  await mkdir(folder);
  await writeFile(path.join(folder, 'half'), '');
  await buildBeside(folder, isWhole, writes('new'));
  t.deepEqual(await readdir(folder), ['done']);
  t.deepEqual(await readdir(parent), ['bundle']);
});

test("what a killed process left is removed, a living one's work is not", async (t) => {
  const parent = await temporaryFolder(t);
  const dead = `bundle.part-${hostname()}-999999999-0a0a0a0a`;
  const alive = `bundle.part-${hostname()}-${process.ppid}-0b0b0b0b`;
  const foreign = 'bundle.part-another-host-1-0c0c0c0c';
  for (const name of [dead, alive, foreign]) await mkdir(path.join(parent, name));
  await buildBeside(path.join(parent, 'bundle'), isWhole, writes('new'));
  t.deepEqual((await readdir(parent)).sort(), ['bundle', alive, foreign].sort());
});
