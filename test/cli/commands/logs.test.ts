import { spawnSync } from 'node:child_process';
import test from 'ava';
import { logScript, logs } from '../../../src/cli/commands/logs.ts';
import { FakeIo, fakeContext } from '../../_helpers/fake-io.ts';
import { labFolder } from '../../_helpers/lab-folder.ts';

test('the log is read on the node, with the lines asked for', async (t) => {
  const { folder, sshConfigFile } = await labFolder(t, { reached: ['core-01'] });
  const { context, codes } = fakeContext(new FakeIo(folder));
  let ran: readonly string[] = [];
  await logs(context, 'core-01', { tail: '20' }, async (argv) => {
    ran = argv;
    return 0;
  });
  t.deepEqual(ran.slice(0, 4), ['ssh', '-F', sshConfigFile, 'core-01']);
  t.regex(ran[4] ?? '', /journalctl .*-n 20/);
  t.deepEqual(codes, []);
});

test('the script is one that a shell can read, with and without -f', (t) => {
  for (const follow of [true, false]) {
    const script = logScript({ follow, tail: 5 });
    t.is(spawnSync('sh', ['-n', '-c', script]).status, 0);
  }
});

for (const [code, expected] of [
  [255, { code: 'E_SSH_UNREACHABLE', node: 'core-01' }],
  [1, { code: 'E_NODE_COMMAND', node: 'core-01' }],
] as const) {
  test(`when ssh ends with ${code} it is ${expected.code}`, async (t) => {
    const { folder } = await labFolder(t, { reached: ['core-01'] });
    const { context } = fakeContext(new FakeIo(folder));
    t.like(await t.throwsAsync(logs(context, 'core-01', { tail: '20' }, async () => code)), expected);
  });
}

test('Ctrl-C is the normal end of a followed log, and an interruption of another', async (t) => {
  const { folder } = await labFolder(t, { reached: ['core-01'] });
  const { context, abort } = fakeContext(new FakeIo(folder));
  const interrupted = async () => {
    abort.abort(new Error('interrupted'));
    return 130;
  };
  await t.notThrowsAsync(logs(context, 'core-01', { follow: true, tail: '0' }, interrupted));
  await t.throwsAsync(logs(context, 'core-01', { tail: '0' }, interrupted), { message: 'interrupted' });
});
