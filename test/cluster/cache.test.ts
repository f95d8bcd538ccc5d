import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { removeCache } from '../../src/cluster/cache.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

test('the downloads go, and with them a folder that has nothing else in it', async (t) => {
  const folder = path.join(await temporaryFolder(t), 'swarmlab');
  await mkdir(path.join(folder, 'engine', 'debian-trixie-amd64'), { recursive: true });
  await removeCache(folder);
  t.false(existsSync(folder));
  await t.notThrowsAsync(removeCache(folder));
});

test('what somebody else keeps in the folder that SWARMLAB_CACHE names stays', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(path.join(folder, 'images'));
  await writeFile(path.join(folder, 'thesis.txt'), 'years of work');
  await removeCache(folder);
  t.deepEqual(await readdir(folder), ['thesis.txt']);
});
