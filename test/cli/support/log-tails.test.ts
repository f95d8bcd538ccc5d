import { mkdir, open, symlink, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { Collection } from '../../../src/cli/support/collection.ts';
import { addLogTails } from '../../../src/cli/support/log-tails.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';

const mebibyte = 2 ** 20;

test('of a log of 100 MB, all of it binary, nothing breaks and little is taken', async (t) => {
  const folder = await temporaryFolder(t);
  const file = await open(path.join(folder, 'up.log'), 'w');
  const noise = Buffer.from(Array.from({ length: mebibyte }, (_, i) => (i * 7919 + (i >> 8)) % 256));
  for (let i = 0; i < 100; i++) await file.write(noise);
  await file.write('\nthe end of it\n');
  await file.close();
  const collection = new Collection();
  await addLogTails(collection, folder);
  const [log] = collection.files;
  t.is(log?.path, 'logs/up.log');
  t.regex(log?.note ?? '', /the last 2\.0 MiB of 100\.0 MiB/);
  t.true(log?.text.endsWith('\nthe end of it\n'));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none may be left
  t.notRegex(log?.text ?? '', /[\0-\x08\x0b-\x1f\x7f]/);
});

test('one line that is longer than what is taken is no line to begin in', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(path.join(folder, 'up.log'), `token SWMTKN-1-${'planted'.repeat(mebibyte)}`);
  const collection = new Collection();
  await addLogTails(collection, folder);
  t.false(collection.files[0]?.text.includes('planted'));
});

test('a secret that is split by control characters is put together, and hidden', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(path.join(folder, 'up.log'), 'SWM\0TKN-1-plan\u0007ted end\n');
  const collection = new Collection();
  await addLogTails(collection, folder);
  t.is(collection.files[0]?.text, 'SWMTKN-1-*** end\n');
});

test('the newest logs come first, and what is left out is named', async (t) => {
  const folder = await temporaryFolder(t);
  for (let age = 0; age < 6; age++) {
    const file = path.join(folder, `age-${age}.log`);
    await writeFile(file, `${'a line\n'.repeat((3 * mebibyte) / 7)}`);
    await utimes(file, 1000 - age, 1000 - age);
  }
  const collection = new Collection();
  await addLogTails(collection, folder);
  t.deepEqual(
    collection.files.map(({ path: name }) => name),
    [0, 1, 2, 3].map((age) => `logs/age-${age}.log`),
  );
  t.deepEqual(
    collection.leftOut.map(({ what }) => what),
    ['logs/age-4.log', 'logs/age-5.log'],
  );
});

test('a name that no tar file could hold is left out', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(path.join(folder, `${'ä'.repeat(60)}.log`), 'a line\n');
  const collection = new Collection();
  await addLogTails(collection, folder);
  t.deepEqual(collection.files, []);
  t.is(collection.leftOut.length, 1);
});

test('links and folders among the logs are not followed', async (t) => {
  const folder = await temporaryFolder(t);
  const logs = path.join(folder, 'logs');
  await mkdir(path.join(logs, 'more'), { recursive: true });
  await writeFile(path.join(folder, 'id_ed25519'), 'a key');
  await symlink(path.join(folder, 'id_ed25519'), path.join(logs, 'up.log'));
  const collection = new Collection();
  await addLogTails(collection, logs);
  t.deepEqual(collection.files, []);
});

test('a folder without logs, or none at all, is no failure', async (t) => {
  const collection = new Collection();
  await addLogTails(collection, path.join(await temporaryFolder(t), 'missing'));
  t.deepEqual(collection.leftOut, [{ what: 'logs', why: 'there are none' }]);
});
