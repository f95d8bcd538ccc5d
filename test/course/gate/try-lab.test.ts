import test from 'ava';
import type { GateWorld } from '../../../src/course/gate/gate-world.ts';
import { violationLine } from '../../../src/course/gate/trial.ts';
import { tryLab } from '../../../src/course/gate/try-lab.ts';
import type { Inventory } from '../../../src/course/inventory.ts';
import { foldOutcomes, type LabReport, type Outcome } from '../../../src/course/outcome.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { gateLab } from '../../_helpers/gate-lab.ts';

const lab = gateLab();
const hostMode = {
  script: 'mistakes/host-mode.sh',
  what: 'Host mode.',
  fails: 'published',
  hint: 'host-mode',
};
const other = { script: 'mistakes/other.sh', what: 'Another port.', fails: 'published', hint: 'other' };

/** A check's outcome: `fail REASON`, `waits ID`, or an outcome alone. */
type Said = string;
type States = Record<string, [runs: Said, published: Said, closed: Said]>;

const good: States = {
  unsolved: ['fail no-service', 'waits runs', 'waits runs'],
  'mistakes/host-mode.sh': ['pass', 'fail host-mode', 'pass'],
  'mistakes/other.sh': ['pass', 'fail wrong-port', 'pass'],
  'solution.sh': ['pass', 'pass', 'pass'],
};

interface Odd {
  states?: States;
  /** What a reset does not remove. */
  leaves?: string[];
  /** Scripts that end with an error. */
  breaks?: string[];
  /** A script that Docker refuses the first time, for a manager changed the service meanwhile. */
  refused?: string;
  /** What is seen first of what comes true only when it is waited for longest. */
  late?: States;
}

function fakeWorld({ states = {}, leaves = [], breaks = [], refused = '', late = {} }: Odd = {}): {
  world: GateWorld;
  done: string[];
} {
  const done: string[] = [];
  let state = 'unsolved';
  let services: string[] = [];
  let time = 0;
  const empty = { secret: [], config: [], network: [], volume: [], container: [] };
  const run = async (script: string) => {
    done.push(script);
    if (breaks.includes(script))
      throw new SwarmlabError('E_NODE_COMMAND', `${script} ended with 1`, { fix: '' });
    if (script === refused && done.filter((it) => it === script).length === 1)
      throw new SwarmlabError('E_NODE_COMMAND', 'ended with 1', {
        fix: '',
        output: 'update out of sequence',
      });
    state = script;
    services = ['web', ...leaves];
  };
  const world: GateWorld = {
    async reset({ id }) {
      done.push(`reset ${id}`);
      state = 'unsolved';
      services = services.filter((name) => leaves.includes(name));
    },
    async prepare({ id }) {
      done.push(`prepare ${id}`);
    },
    async restore() {
      done.push('restore');
    },
    solve: () => run('solution.sh'),
    run: (_lab, script) => run(script),
    async check(_lab, patience) {
      return report({ ...good, ...states, ...(patience < 120_000 ? late : {}) }[state] ?? []);
    },
    inventory: async (): Promise<Inventory> => ({
      ...empty,
      service: services,
      image: ['localhost/whoami:1'],
    }),
    now: () => {
      time += 100;
      return time;
    },
  };
  return { world, done };
}

function report(said: readonly Said[]): LabReport {
  const checks = said.map((word, at) => {
    const [kind = '', what = ''] = word.split(' ');
    const outcome = (kind === 'waits' ? 'unknown' : kind) as Outcome;
    return {
      step: 'only',
      id: ['runs', 'published', 'closed'][at] ?? '',
      outcome,
      message: `seen ${kind}`,
      ...(outcome === 'fail' ? { reason: what } : {}),
      ...(kind === 'waits' ? { waitsFor: what } : {}),
    };
  });
  return { lab: lab.id, outcome: foldOutcomes(checks.map(({ outcome }) => outcome)), checks };
}

async function tried(odd: Odd = {}, mistakes = [hostMode, other], earlier = [] as (typeof lab)[]) {
  const { world, done } = fakeWorld(odd);
  const lines: string[] = [];
  const trial = await tryLab({ lab, mistakes, earlier }, world, (line) => lines.push(line));
  return { trial, done, lines, violations: trial.violations.map(violationLine) };
}

test('a lab that keeps its promises passes; each part begins from the prepared lab', async (t) => {
  const { trial, done, violations, lines } = await tried();
  t.deepEqual(violations, []);
  t.deepEqual(
    [trial.outcome, trial.unsolved, trial.solution, trial.cleanup, trial.mistakes],
    ['pass', 'pass', 'pass', 'pass', { passed: 2, skipped: 0, total: 2 }],
  );
  const begin = ['reset 09-web', 'prepare 09-web'];
  t.deepEqual(done, [
    ...[...begin, 'solution.sh', 'solution.sh'],
    ...[...begin, 'mistakes/host-mode.sh'],
    ...[...begin, 'mistakes/other.sh', 'reset 09-web'],
  ]);
  t.regex(lines[2] ?? '', /^09-web: mistakes\/host-mode\.sh: pass \(\d\.\d s\)$/);
});

test('a lab of which a check passes unsolved is caught', async (t) => {
  const { trial, violations } = await tried({
    states: { unsolved: ['fail no-service', 'waits runs', 'pass'] },
  });
  t.is(trial.outcome, 'fail');
  t.is(trial.unsolved, 'fail');
  t.deepEqual(violations, [
    '09-web: unsolved: closed: expected that it does not pass; seen: pass: seen pass',
  ]);
});

test('what a mistake leaves right gets as long as the solution to come true', async (t) => {
  const { violations } = await tried({
    late: { 'mistakes/host-mode.sh': ['pass', 'fail host-mode', 'fail not-yet'] },
  });
  t.deepEqual(violations, []);
});

test('a mistake that fails two checks is caught', async (t) => {
  const { trial, violations } = await tried({
    states: { 'mistakes/host-mode.sh': ['pass', 'fail host-mode', 'fail open'] },
  });
  t.deepEqual(trial.mistakes, { passed: 1, skipped: 0, total: 2 });
  t.deepEqual(violations, [
    '09-web: mistakes/host-mode.sh: closed: expected pass or wait; seen: fail (open): seen fail',
  ]);
});

test('a mistake that nobody notices is caught', async (t) => {
  const { violations } = await tried({ states: { 'mistakes/other.sh': ['pass', 'pass', 'pass'] } });
  t.deepEqual(violations, ['09-web: mistakes/other.sh: published: expected fail; seen: pass: seen pass']);
});

test('a mistake that leaves a check without an answer is caught', async (t) => {
  const { violations } = await tried({
    states: { 'mistakes/other.sh': ['pass', 'fail wrong-port', 'unknown'] },
  });
  t.is(violations.length, 1);
  t.regex(violations[0] ?? '', /closed: expected pass or wait; seen: unknown/);
});

test('a wrong hint is caught', async (t) => {
  const { violations } = await tried({
    states: { 'mistakes/host-mode.sh': ['pass', 'fail wrong-port', 'pass'] },
  });
  t.deepEqual(violations, [
    '09-web: mistakes/host-mode.sh: published: expected the hint host-mode; seen: the hint other, for the reason wrong-port',
  ]);
});

test('a mistake whose check has nothing to look at here, not even when solved, is skipped with the reason', async (t) => {
  const { trial, done } = await tried({ states: { 'solution.sh': ['pass', 'skip', 'pass'] } });
  t.is(trial.outcome, 'pass');
  t.deepEqual(trial.mistakes, { passed: 0, skipped: 2, total: 2 });
  t.deepEqual(
    trial.skips.map(({ what }) => what),
    ['published', 'mistakes/host-mode.sh', 'mistakes/other.sh'],
  );
  t.false(done.includes('mistakes/other.sh'), 'it is not even run');
});

test('a mistake that makes its check look away is caught', async (t) => {
  const { violations } = await tried({ states: { 'mistakes/other.sh': ['pass', 'skip', 'pass'] } });
  t.deepEqual(violations, ['09-web: mistakes/other.sh: published: expected fail; seen: skip: seen skip']);
});

test('a solution that does not pass is caught', async (t) => {
  const { trial, violations } = await tried({
    states: { 'solution.sh': ['pass', 'fail wrong-port', 'pass'] },
  });
  t.is(trial.solution, 'fail');
  t.deepEqual(violations, [
    '09-web: solution.sh: published: expected pass; seen: fail (wrong-port): seen fail',
    '09-web: solution.sh, run again: published: expected pass; seen: fail (wrong-port): seen fail',
  ]);
});

test('a check that is skipped when the lab is solved is told; when all are, so is the lab', async (t) => {
  const one = await tried({ states: { 'solution.sh': ['pass', 'pass', 'skip'] } });
  t.is(one.trial.outcome, 'pass');
  t.deepEqual(one.trial.skips, [{ what: 'closed', reason: 'seen skip' }]);
  const all = await tried({ states: { 'solution.sh': ['skip', 'skip', 'skip'] } }, []);
  t.is(all.trial.outcome, 'skip');
  t.deepEqual(all.trial.skips.at(-1), { what: 'solution.sh', reason: 'seen skip' });
});

test('a service that a reset leaves is caught', async (t) => {
  const { trial, violations } = await tried({ leaves: ['extra'] });
  t.is(trial.cleanup, 'fail');
  t.deepEqual(violations, ['09-web: reset: expected what was there before; seen: the service extra is left']);
});

test('a script that ends with an error is caught, and the other parts are tried', async (t) => {
  const { trial, violations } = await tried({ breaks: ['mistakes/host-mode.sh'] });
  t.deepEqual(violations, [
    '09-web: mistakes/host-mode.sh: expected that it runs to its end; seen: mistakes/host-mode.sh ended with 1 [E_NODE_COMMAND]',
  ]);
  t.is(trial.mistakes.passed, 1);
  t.is(trial.solution, 'pass');
});

test('a lab that builds on another one is asked on an empty cluster, too, and leaves nothing of the other', async (t) => {
  const earlier = { ...lab, id: '08-base' };
  const { done, violations } = await tried(
    { states: { unsolved: ['pass', 'waits x', 'waits x'] } },
    [],
    [earlier],
  );
  t.deepEqual(
    violations.map((line) => line.split(': ').slice(0, 3).join(': ')),
    ['09-web: empty cluster: runs', '09-web: unsolved: runs'],
  );
  t.deepEqual(done.slice(-2), ['reset 09-web', 'reset 08-base']);
});

test('a lab that begins without a swarm leaves the one that was there', async (t) => {
  const { world, done } = fakeWorld();
  const swarmless = { ...lab, needs: { ...lab.needs, swarm: 'none' as const } };
  await tryLab({ lab: swarmless, mistakes: [], earlier: [] }, world);
  t.deepEqual(done.slice(-2), ['reset 09-web', 'restore']);
});

test('a mistake is given as long as the solution took, and as long again', async (t) => {
  const { world } = fakeWorld();
  const patiences: number[] = [];
  let slow = 0;
  const slowWorld: GateWorld = {
    ...world,
    check(on, patience) {
      patiences.push(patience);
      slow += 20_000;
      return world.check(on, patience);
    },
    now: () => world.now() + slow,
  };
  await tryLab({ lab, mistakes: [hostMode], earlier: [] }, slowWorld);
  t.deepEqual(
    patiences.map((ms) => Math.round(ms / 1000)),
    [0, 120, 120, 40],
  );
});

test('a mistake that comes between a manager’s reading and writing is made anew, from the prepared lab', async (t) => {
  const { trial, done } = await tried({ refused: hostMode.script }, [hostMode]);
  t.deepEqual(trial.mistakes, { passed: 1, skipped: 0, total: 1 });
  const attempt = ['reset 09-web', 'prepare 09-web', hostMode.script];
  t.deepEqual(done.slice(4), [...attempt, ...attempt, 'reset 09-web']);
});

test('Ctrl-C ends it', async (t) => {
  const { world } = fakeWorld();
  const interrupted = {
    ...world,
    solve: () => Promise.reject(new SwarmlabError('E_INTERRUPTED', 'interrupted', { fix: '' })),
  };
  const error = await t.throwsAsync(tryLab({ lab, mistakes: [hostMode], earlier: [] }, interrupted), {
    instanceOf: SwarmlabError,
  });
  t.is(error?.code, 'E_INTERRUPTED');
});
