import { spawnSync } from 'node:child_process';
import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { durability } from '../../src/engine/durability.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

/** A folder on a machine that can be booted again, and what the functions say of it. */
async function machine(t: ExecutionContext) {
  const root = await temporaryFolder(t);
  const [folder, bootId] = [path.join(root, 'engine'), path.join(root, 'boot_id')];
  await mkdir(folder);
  const boot = (id: string) => writeFile(bootId, `${id}\n`);
  await boot('one');
  // The shell ends when what it left in the background has ended, for `wait`.
  const run = (call: string) =>
    spawnSync('sh', ['-c', `${durability(bootId)}\n${call} "$1"; code=$?; wait; exit $code`, 'sh', folder])
      .status === 0;
  return { folder, boot, run, durable: path.join(folder, '.durable') };
}

test('what the disk has is intact, whatever happens', async (t) => {
  const { run, boot, durable } = await machine(t);
  t.true(run('written'));
  await t.notThrowsAsync(access(durable), 'it was written out in the background');
  await boot('two');
  t.true(run('intact'));
});

test('what the disk may not have yet is intact until the machine boots again, and is written out then', async (t) => {
  const { run, boot, durable } = await machine(t);
  run('written');
  await rm(durable);
  t.true(run('intact'));
  await t.notThrowsAsync(access(durable));
  await rm(durable);
  await boot('two');
  t.false(run('intact'));
  await t.throwsAsync(access(durable), undefined, 'a damaged folder is not called durable');
});

test('a folder of which nothing was noted, or whose note was lost, is not intact', async (t) => {
  const { run, folder } = await machine(t);
  t.false(run('intact'));
  await writeFile(path.join(folder, '.boot'), '');
  t.false(run('intact'));
});
