import { spawnSync } from 'node:child_process';
import { chmod, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { writeSshWrappers } from '../../src/cluster/ssh-wrappers.ts';
import { temporaryFolder } from '../_helpers/folder.ts';
import { labFolder } from '../_helpers/lab-folder.ts';

/** A folder with an `ssh` and an `scp` that print their name and words. */
async function realOnes(t: ExecutionContext): Promise<string> {
  const folder = path.join(await temporaryFolder(t), 'real');
  await mkdir(folder);
  for (const name of ['ssh', 'scp']) {
    await writeFile(path.join(folder, name), '#!/bin/sh\nbasename "$0"\nfor word; do echo "<$word>"; done\n');
    await chmod(path.join(folder, name), 0o755);
  }
  return folder;
}

function run(program: string, words: string[], folders: string[]) {
  return spawnSync(path.join(folders[0] ?? '', program), words, {
    env: { PATH: [...folders, '/usr/bin', '/bin'].join(':') },
    encoding: 'utf8',
    timeout: 10_000,
    killSignal: 'SIGKILL',
  });
}

test('the wrapper runs the next program of its name with the cluster’s configuration, words as they were', async (t) => {
  const workspace = await labFolder(t, { reached: ['core-01'], inside: "it's a lab" });
  const bin = await writeSshWrappers(workspace);
  for (const program of ['ssh', 'scp']) {
    const { stdout } = run(program, ['core-01', 'a  b', '*', "it's", ''], [bin, await realOnes(t)]);
    t.is(stdout, `${program}\n<-F>\n<${workspace.sshConfigFile}>\n<core-01>\n<a  b>\n<*>\n<it's>\n<>\n`);
  }
});

test('wrappers of two clusters do not call each other for ever', async (t) => {
  const [one, two] = [
    await labFolder(t, { reached: ['core-01'] }),
    await labFolder(t, { reached: ['core-01'] }),
  ];
  const folders = [await writeSshWrappers(one), await writeSshWrappers(two), await realOnes(t)];
  const { stdout } = run('ssh', ['core-01'], folders);
  t.is(stdout, `ssh\n<-F>\n<${one.sshConfigFile}>\n<core-01>\n`);
});

test('after `down` a shell that still has the wrapper gets plain ssh', async (t) => {
  const workspace = await labFolder(t, { reached: ['core-01'] });
  const bin = await writeSshWrappers(workspace);
  await rm(workspace.sshConfigFile);
  t.is(run('ssh', ['elsewhere'], [bin, await realOnes(t)]).stdout, 'ssh\n<elsewhere>\n');
});

test('without a real program it says what is missing', async (t) => {
  const workspace = await labFolder(t, { reached: ['core-01'] });
  const bin = await writeSshWrappers(workspace);
  const { status, stderr } = spawnSync(path.join(bin, 'sftp'), [], {
    env: { PATH: bin },
    encoding: 'utf8',
    timeout: 10_000,
    killSignal: 'SIGKILL',
  });
  t.is(status, 127);
  t.is(stderr, 'swarmlab: sftp is not installed\n');
});

test('the wrappers can be run, and be written again', async (t) => {
  const workspace = await labFolder(t);
  await writeSshWrappers(workspace);
  const bin = await writeSshWrappers(workspace);
  t.is((await stat(path.join(bin, 'ssh'))).mode & 0o777, 0o755);
});

test('a folder that cannot be in PATH is refused', async (t) => {
  const workspace = await labFolder(t, { inside: 'a:b' });
  await t.throwsAsync(writeSshWrappers(workspace), { message: /a:b.* has a colon/ });
});
