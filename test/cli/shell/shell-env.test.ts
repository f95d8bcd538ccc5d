import { spawnSync } from 'node:child_process';
import test from 'ava';
import { type Changes, entering, leaving, useOwnEnvironment } from '../../../src/cli/shell/shell-env.ts';
import { type Shell, shellLines, shellOf, shells } from '../../../src/cli/shell/shell-lines.ts';

const lab = { binFolder: '/home/me/it\'s a \\ $lab `x` "y"/.swarmlab/bin', node: 'core-01' };
const other = { binFolder: '/elsewhere/.swarmlab/bin', node: 'm1' };

/** The environment after eval'ing the lines. */
function applied(env: NodeJS.ProcessEnv, changes: Changes): NodeJS.ProcessEnv {
  const after: NodeJS.ProcessEnv = { ...env, ...changes };
  for (const [name, value] of Object.entries(after)) if (value === undefined) delete after[name];
  return after;
}

const enter = (env: NodeJS.ProcessEnv, cluster = lab) => applied(env, entering(env, cluster));
const leave = (env: NodeJS.ProcessEnv) => applied(env, leaving(env));

test('docker goes to the manager and the wrappers come first in PATH', (t) => {
  t.like(enter({ PATH: '/usr/bin:/bin' }), {
    DOCKER_HOST: 'ssh://core-01',
    PATH: `${lab.binFolder}:/usr/bin:/bin`,
  });
});

for (const before of [{ PATH: '/usr/bin:/bin' }, { PATH: '/bin', DOCKER_HOST: 'tcp://mine:2375' }]) {
  const had = JSON.stringify(before);
  test(`doing it twice is doing it once, from ${had}`, (t) => {
    t.deepEqual(enter(enter(before)), enter(before));
  });
  test(`--unset restores ${had}`, (t) => {
    t.deepEqual(leave(enter(enter(before))), before);
  });
  test(`going from one cluster to another leaves nothing of the first, from ${had}`, (t) => {
    t.deepEqual(enter(enter(before, other)), enter(before));
  });
}

test('--unset where nothing was set changes nothing', (t) => {
  t.deepEqual(leaving({ PATH: '/bin', DOCKER_HOST: 'ssh://mine' }), {});
});

test('a DOCKER_HOST that the user set in between stays', (t) => {
  t.is(leave({ ...enter({ PATH: '/bin' }), DOCKER_HOST: 'ssh://mine' }).DOCKER_HOST, 'ssh://mine');
});

test("swarmlab itself uses the user's own Docker host and ssh in such a shell", (t) => {
  const before = { PATH: '/bin', DOCKER_HOST: 'tcp://mine:2375' };
  const env = enter(before);
  useOwnEnvironment(env);
  t.like(env, before);
  t.deepEqual(enter(env), enter(before), 'and still knows how to enter again');

  const bare = enter({ PATH: '/bin' });
  useOwnEnvironment(bare);
  t.false('DOCKER_HOST' in bare);
});

test("the shell's language is that of $SHELL, else bash's", (t) => {
  t.is(shellOf({ SHELL: '/usr/bin/fish' }), 'fish');
  t.is(shellOf({ SHELL: '/bin/zsh' }), 'zsh');
  t.is(shellOf({ SHELL: '/bin/tcsh' }), 'bash');
  t.is(shellOf({}), 'bash');
});

/** What a shell has in its environment after the lines, as JSON from node; undefined where the shell is not installed. */
function inShell(shell: Shell, lines: string[], env: NodeJS.ProcessEnv): NodeJS.ProcessEnv | undefined {
  const how = shell === 'fish' ? 'eval (cat)' : 'eval "$(cat)"';
  const print = `"${process.execPath}" -p 'JSON.stringify(process.env)'`;
  const { stdout, error, stderr } = spawnSync(shell, ['-c', `${how}\n${print}`], {
    input: lines.join('\n'),
    env: { ...env, HOME: '/nonexistent' },
    encoding: 'utf8',
  });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return undefined;
  if (!stdout) throw new Error(`${shell}: ${stderr}`);
  return JSON.parse(stdout);
}

for (const shell of shells) {
  test(`${shell} reads the lines as they are meant, whatever the folder is called`, (t) => {
    const before = { PATH: process.env.PATH ?? '', DOCKER_HOST: "tcp://it's mine" };
    const changes = entering(before, lab);
    const after = inShell(shell, shellLines(changes, shell), before);
    if (!after) return t.pass(`${shell} is not installed here`);
    t.like(after, changes);

    const undone = inShell(shell, shellLines(leaving(after), shell), after);
    t.like(undone, before);
    t.false(Object.keys(undone ?? {}).some((name) => name.startsWith('SWARMLAB_')));
  });
}
