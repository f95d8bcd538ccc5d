import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import test, { type ExecutionContext } from 'ava';
import { ProgressFile } from '../../src/course/progress.ts';
import { recordStart } from '../../src/course/progress-changes.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const lab = { id: '01-whoami', sha256: 'a'.repeat(64) };
const noon = Date.parse('2026-01-01T12:00:00Z');

async function progressFile(t: ExecutionContext, text?: string) {
  const warnings: string[] = [];
  const stateFolder = await temporaryFolder(t);
  const progress = new ProgressFile({ stateFolder }, { tool: '0.1.0', warn: (it) => void warnings.push(it) });
  if (text !== undefined) {
    await mkdir(path.dirname(progress.file));
    await writeFile(progress.file, text);
  }
  return { progress, warnings, folder: path.dirname(progress.file), stateFolder };
}

test('what was recorded is read again, by its owner alone', async (t) => {
  const { progress } = await progressFile(t);
  await progress.update((it) => recordStart(it, lab, noon, { name: 'Ada' }));
  const read = await progress.read();
  t.is(read.current, '01-whoami');
  t.deepEqual(read.who, { name: 'Ada' });
  t.is(read.labs['01-whoami']?.startedAt, '2026-01-01T12:00:00.000Z');
  t.is((await stat(progress.file)).mode & 0o777, 0o600);
});

test('to read where there is nothing makes nothing', async (t) => {
  const { progress, folder } = await progressFile(t);
  t.deepEqual(await progress.read(), { version: 1, tool: '0.1.0', labs: {} });
  await t.throwsAsync(readdir(folder), { code: 'ENOENT' });
});

for (const [what, text] of [
  ['cut off', '{"version": 1, "lab'],
  ['empty', ''],
  ['of another shape', '{"version": 1, "tool": "0.1.0", "labs": []}'],
] as const)
  test(`a file that is ${what} is kept aside and said in one sentence, and work goes on`, async (t) => {
    const { progress, warnings, folder } = await progressFile(t, text);
    t.deepEqual((await progress.read()).labs, {});
    t.is(warnings.length, 1);
    const aside = (await readdir(folder)).find((name) => name.includes('damaged'));
    t.is(await readFile(path.join(folder, aside ?? ''), 'utf8'), text);
    t.true(warnings[0]?.includes(aside ?? 'no file'));
    await progress.update((it) => recordStart(it, lab, noon));
    t.is((await progress.read()).current, '01-whoami');
    t.is(warnings.length, 1);
  });

test('a file of a later version is neither read nor written', async (t) => {
  const later = '{"version": 2}';
  const { progress } = await progressFile(t, later);
  await t.throwsAsync(progress.read(), { code: 'E_PROGRESS' });
  await t.throwsAsync(
    progress.update(() => {}),
    { code: 'E_PROGRESS' },
  );
  t.is(await readFile(progress.file, 'utf8'), later);
});

test('what a later swarmlab added stays', async (t) => {
  const { progress } = await progressFile(t, '{"version": 1, "tool": "9", "labs": {}, "badge": "gold"}');
  await progress.update((it) => recordStart(it, lab, noon));
  t.is((await progress.read()).badge, 'gold');
});

test('two processes that write at the same time lose nothing', async (t) => {
  const { progress, stateFolder, folder } = await progressFile(t);
  const script = `
    import { ProgressFile } from ${JSON.stringify(path.resolve('src/course/progress.ts'))};
    const [stateFolder, who] = process.argv.slice(-2);
    const progress = new ProgressFile({ stateFolder }, { tool: '1', warn: console.error });
    for (let n = 0; n < 25; n++) await progress.update((it) => { it[who + n] = true; });`;
  const write = (who: string) =>
    promisify(execFile)(process.execPath, [
      ...['--import', import.meta.resolve('tsx'), '--input-type=module', '-e', script],
      ...['--', stateFolder, who],
    ]);
  const ends = await Promise.all([write('watch'), write('check')]);
  t.deepEqual(
    ends.map(({ stderr }) => stderr),
    ['', ''],
  );
  const written = Object.keys(await progress.read());
  t.is(written.filter((key) => /^(watch|check)\d+$/.test(key)).length, 50);
  t.deepEqual(await readdir(folder), ['progress.json']);
});

test('the lock of a process that was killed holds nobody up', async (t) => {
  const { progress, folder } = await progressFile(t, '');
  const dead = { pid: 2 ** 22 + 1, command: 'lab', since: new Date().toISOString() };
  await writeFile(path.join(folder, 'progress.json.lock'), JSON.stringify(dead));
  await progress.update((it) => recordStart(it, lab, noon));
  t.is((await progress.read()).current, '01-whoami');
});
