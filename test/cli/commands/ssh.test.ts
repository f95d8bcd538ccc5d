import { spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { ssh } from '../../../src/cli/commands/ssh.ts';
import { FakeIo, fakeContext } from '../../_helpers/fake-io.ts';
import { labFolder } from '../../_helpers/lab-folder.ts';

test('the user’s own ssh runs with the cluster’s configuration, and its exit code passes through', async (t) => {
  const { folder, sshConfigFile } = await labFolder(t, { reached: ['core-01'] });
  const { context, codes } = fakeContext(new FakeIo(folder));
  const ran: (readonly string[])[] = [];
  await ssh(context, 'core-01', ['docker', 'ps', '-a'], async (argv) => {
    ran.push(argv);
    return 42;
  });
  t.deepEqual(ran, [['ssh', '-F', sshConfigFile, 'core-01', 'docker', 'ps', '-a']]);
  t.deepEqual(codes, [42]);
});

test('Ctrl-C is for the other side: the exit code tells of it, no error does', async (t) => {
  const { folder } = await labFolder(t, { reached: ['core-01'] });
  const { context, abort, codes } = fakeContext(new FakeIo(folder));
  await ssh(context, 'core-01', ['sleep', '60'], async () => {
    abort.abort(new Error('interrupted'));
    return 255; // what ssh itself makes of it
  });
  t.deepEqual(codes, [130]);
});

test('when ssh itself fails the way on is said, and when the command fails it is not', async (t) => {
  const { folder } = await labFolder(t, { reached: ['core-01'] });
  const said = async (code: number) => {
    const io = new FakeIo(folder);
    await ssh(fakeContext(io).context, 'core-01', ['true'], async () => code);
    return io.err;
  };
  t.regex(
    await said(255),
    /^If core-01 cannot be reached: `swarmlab status` says why, `swarmlab up` brings it back\.$/m,
  );
  t.is(await said(1), '');
});

test('before the first `up` there is no machine', async (t) => {
  const { folder } = await labFolder(t);
  const { context } = fakeContext(new FakeIo(folder));
  const error = await t.throwsAsync(ssh(context, 'core-01', [], async () => 0));
  t.like(error, { code: 'E_NO_MACHINES', message: 'lab has no machines yet' });
  t.regex((error as { fix?: string }).fix ?? '', /swarmlab up/);
});

test('a node that no `up` has reached yet has no machine', async (t) => {
  const { folder } = await labFolder(t, { reached: ['core-01'] });
  const { context } = fakeContext(new FakeIo(folder));
  const error = await t.throwsAsync(ssh(context, 'core-02', [], async () => 0));
  t.like(error, { code: 'E_NO_MACHINES', message: 'core-02 has no machine yet' });
});

test('an unknown node is E_UNKNOWN_NODE, also before the first `up`', async (t) => {
  const { folder } = await labFolder(t);
  const { context } = fakeContext(new FakeIo(folder));
  await t.throwsAsync(
    ssh(context, 'cor-01', [], async () => 0),
    { message: 'there is no node "cor-01"' },
  );
});

test('where there is no ssh, the fix says what to install', async (t) => {
  const { folder } = await labFolder(t, { reached: ['core-01'] });
  const { context } = fakeContext(new FakeIo(folder, { PATH: folder }));
  const error = await t.throwsAsync(ssh(context, 'core-01', []));
  t.like(error, { code: 'E_COMMAND_MISSING', message: 'ssh is not installed' });
  t.regex((error as { fix?: string }).fix ?? '', /openssh-client/);
});

test('option-like words, input and exit code reach the other side through the whole program', async (t) => {
  const { folder, sshConfigFile } = await labFolder(t, { reached: ['core-01'] });
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  await writeFile(path.join(bin, 'ssh'), '#!/bin/sh\nfor word; do echo "<$word>"; done\ncat\nexit 9\n');
  await chmod(path.join(bin, 'ssh'), 0o755);
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [
      '--import=tsx',
      'src/main.ts',
      '-C',
      folder,
      'ssh',
      'core-01',
      'docker',
      'ps',
      '-a',
      '--help',
      '-C',
      'x',
    ],
    { input: 'piped in\n', encoding: 'utf8', env: { ...process.env, PATH: `${bin}:${process.env.PATH}` } },
  );
  t.is(stderr, '');
  const words = ['-F', sshConfigFile, 'core-01', 'docker', 'ps', '-a', '--help', '-C', 'x'];
  t.is(stdout, `${words.map((word) => `<${word}>\n`).join('')}piped in\n`);
  t.is(status, 9);
});
