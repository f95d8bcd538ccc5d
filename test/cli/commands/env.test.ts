import { spawnSync } from 'node:child_process';
import path from 'node:path';
import test from 'ava';
import { env } from '../../../src/cli/commands/env.ts';
import { run } from '../../../src/cli/run.ts';
import { FakeIo, fakeContext } from '../../_helpers/fake-io.ts';
import { labFolder } from '../../_helpers/lab-folder.ts';

test('it prints the lines and writes the ssh wrapper they need', async (t) => {
  const { folder, stateFolder, sshConfigFile } = await labFolder(t, {
    reached: ['core-01'],
    inside: "it's a lab",
  });
  const io = new FakeIo(folder, { PATH: process.env.PATH });
  await env(fakeContext(io).context, { shell: 'bash' });
  t.regex(io.out, /^export DOCKER_HOST='ssh:\/\/core-01';$/m);
  t.is(io.err, '');

  const asked = `eval "$1"; command -v ssh; ssh -G core-01 | grep '^hostkeyalias'`;
  const { stdout } = spawnSync('bash', ['-c', asked, 'bash', io.out], { encoding: 'utf8' });
  t.is(stdout, `${path.join(stateFolder, 'bin', 'ssh')}\nhostkeyalias core-01\n`, sshConfigFile);
});

test('the manager is one that an `up` has reached', async (t) => {
  const { folder } = await labFolder(t, { reached: ['core-02'] });
  const error = await t.throwsAsync(env(fakeContext(new FakeIo(folder)).context, {}));
  t.like(error, { code: 'E_NO_MACHINES', message: 'no manager of lab has a machine yet' });
});

test('--unset needs no cluster', async (t) => {
  const io = new FakeIo('/nowhere', {
    PATH: '/lab/.swarmlab/bin:/bin',
    DOCKER_HOST: 'ssh://core-01',
    SWARMLAB_BIN: '/lab/.swarmlab/bin',
    SWARMLAB_NODE: 'core-01',
  });
  t.is(await run(['env', '--unset', '--shell', 'zsh'], io), 0);
  t.is(
    io.out,
    [
      "export PATH='/bin';",
      'unset DOCKER_HOST;',
      'unset SWARMLAB_BIN;',
      'unset SWARMLAB_NODE;',
      'unset SWARMLAB_OLD_DOCKER_HOST;',
      '',
    ].join('\n'),
  );
});

test('on a terminal it says how the lines are used, apart from them', async (t) => {
  const { folder } = await labFolder(t, { reached: ['core-01'] });
  const io = new FakeIo(folder, { SHELL: '/usr/bin/fish' });
  io.stdout.isTTY = true;
  await env(fakeContext(io).context, {});
  t.regex(io.out, /^set -gx DOCKER_HOST 'ssh:\/\/core-01';$/m);
  t.regex(io.err, /swarmlab env --shell fish \| source/);
});
