import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import test from 'ava';
import { runInherited } from '../../src/transport/inherited.ts';
import { eventually } from '../_helpers/eventually.ts';

const install = 'Install it.';

test('the exit code is the command’s own', async (t) => {
  t.is(await runInherited(['sh', '-c', 'exit 7'], { install }), 7);
});

test('a command ended by a signal counts as 128 and the signal', async (t) => {
  t.is(await runInherited(['sh', '-c', 'kill -INT $$'], { install }), 130);
});

test('a missing program is E_COMMAND_MISSING with the way to get it', async (t) => {
  const error = await t.throwsAsync(runInherited(['no-such-program-here'], { install }));
  t.like(error, {
    code: 'E_COMMAND_MISSING',
    message: 'no-such-program-here is not installed',
    fix: install,
  });
});

test('aborting ends the command', async (t) => {
  const abort = new AbortController();
  let code: number | undefined;
  const running = runInherited(['sleep', '60'], { install, signal: abort.signal }).then((it) => {
    code = it;
    return it;
  });
  abort.abort();
  await eventually(() => code !== undefined);
  t.is(await running, 143);
});

test('input, output and error output are ours', async (t) => {
  const script = `
    import { runInherited } from './src/transport/inherited.ts';
    process.exitCode = await runInherited(['sh', '-c', 'tr a-z A-Z; echo problem >&2; exit 3'], { install: '' });`;
  const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', script]);
  child.stdin.end('piped in\n');
  const ended = new Promise((resolve) => child.on('close', resolve));
  t.is(await text(child.stdout), 'PIPED IN\n');
  t.is(await text(child.stderr), 'problem\n');
  t.is(await ended, 3);
});
