import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { bashCompletion } from '../../../src/cli/shell/bash-completion.ts';
import { labFolder } from '../../_helpers/lab-folder.ts';

const program = ['--import', import.meta.resolve('tsx'), path.resolve('src/main.ts')];

/** What the program suggests in place of the last word, without the descriptions. */
async function suggested(cwd: string, ...words: string[]): Promise<string[]> {
  const asked = [...program, 'complete', '--', ...words];
  const { stdout } = await promisify(execFile)(process.execPath, asked, { cwd });
  return stdout
    .split('\n')
    .filter((line) => line && !line.startsWith(':'))
    .map((line) => line.split('\t')[0] ?? '');
}

test('commands, options and choices are suggested', async (t) => {
  const { folder } = await labFolder(t);
  t.deepEqual(await suggested(folder, 'stat'), ['status']);
  t.deepEqual(await suggested(folder, 'logs', 'core-01', '--f'), ['--follow']);
  t.deepEqual(await suggested(folder, 'env', '--shell', ''), ['bash', 'zsh', 'fish']);
});

test('nodes and labs are suggested by name', async (t) => {
  const { folder } = await labFolder(t);
  const nodes = ['core-01', 'core-02', 'core-03'];
  t.deepEqual(await suggested(folder, 'ssh', ''), nodes);
  t.deepEqual(await suggested(folder, 'shell', ''), nodes);
  t.deepEqual(await suggested('/', '-C', folder, 'logs', 'core'), nodes);
  t.deepEqual(await suggested(folder, 'forward', 'core-02'), ['core-02:']);
  for (const command of ['check', 'start', 'reset'])
    t.true((await suggested(folder, 'lab', command, 'who')).includes('whoami'));
});

test('without a swarmlab.yaml there are no nodes to suggest, and no error', async (t) => {
  t.deepEqual(await suggested('/', 'ssh', ''), []);
});

/** What bash completes `line` to, in a bash that has loaded the script twice; `swarmlab` suggests `words`. */
function inBash(line: string, words: string[]): string[] {
  const script = `
    eval "$SCRIPT"; eval "$SCRIPT"
    swarmlab() { printf '<%s>' "\${@:3}" >&2; printf '%s\\tsome text\\n' $WORDS; echo :4; }
    COMP_LINE=$LINE COMP_POINT=\${#LINE}
    _swarmlab 2>/dev/null
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { SCRIPT: bashCompletion, LINE: line, WORDS: words.join(' '), PATH: process.env.PATH };
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], { env, encoding: 'utf8' });
  if (stderr) throw new Error(stderr);
  return stdout.trim().split('\n');
}

test('bash offers what is suggested, without descriptions', (t) => {
  t.deepEqual(inBash('swarmlab s', ['status', 'stop']), ['status', 'stop']);
});

test('bash gets only what comes after a colon that was typed', (t) => {
  t.deepEqual(inBash('swarmlab forward core-01', ['core-01:']), ['core-01:']);
  t.deepEqual(inBash('swarmlab forward core-01:', ['core-01:']), ['']);
});
