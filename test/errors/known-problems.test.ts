import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { SwarmlabError } from '../../src/errors/index.ts';
import { explained, findKnownProblem, knownProblems } from '../../src/errors/known-problems.ts';

const folder = 'test/fixtures/known-problems';

/** What was recorded, without the line that says where. */
function recorded(sample: string): string {
  return readFileSync(`${folder}/${sample}`, 'utf8').replace(/^# Source: .*\n/, '');
}

for (const problem of knownProblems) {
  test(`${problem.id}: its recordings match it, and nothing before it`, (t) => {
    for (const sample of problem.samples) {
      t.is(findKnownProblem(recorded(sample), 'vagrant')?.problem.id, problem.id, sample);
      t.regex(readFileSync(`${folder}/${sample}`, 'utf8'), /^# Source: \S.*\n/, sample);
    }
  });

  test(`${problem.id}: no other problem's recording matches it`, (t) => {
    for (const other of knownProblems.filter((it) => it !== problem))
      for (const sample of other.samples) t.notRegex(recorded(sample), problem.pattern, sample);
  });

  test(`${problem.id}: says its cause and its fix in one line each`, (t) => {
    const { cause, fix } = problem;
    t.notRegex(`${cause}${fix}`, /\n/);
    t.notRegex(cause, /\.$/, 'a full stop is put by whoever prints it');
    t.regex(fix, /\.$/);
    const words = `${cause}${fix}`.replaceAll(/`[^`]*\{\{.*?\}\}[^`]*`/g, '').match(/\{\w+\}/g);
    t.true(words === null || problem.of === 'vagrant', 'only Vagrant knows a plan whose words to put in');
  });

  test(`${problem.id}: is looked for quickly in a long output`, (t) => {
    const starts = [
      ...problem.samples.map(recorded),
      problem.pattern.source.replaceAll(/[\\()|?*+[\]^]/g, ''),
    ];
    for (const text of starts) {
      // Beginnings of it, over and over, that never come to its end.
      for (const part of [text.slice(0, text.length / 2), text.slice(-30), "'", '0 ', 'a'])
        t.true(milliseconds(problem.pattern, part.repeat(2e6 / part.length)) < 500);
    }
  });
}

function milliseconds(pattern: RegExp, text: string): number {
  const start = performance.now();
  pattern.test(text);
  return performance.now() - start;
}

test('every recording belongs to a problem', (t) => {
  const used = knownProblems.flatMap(({ samples }) => samples);
  t.deepEqual(readdirSync(folder).sort(), [...used].sort());
  t.is(new Set(knownProblems.map(({ id }) => id)).size, knownProblems.length);
});

const failed = (details: { output: string; unexplained?: boolean }) =>
  new SwarmlabError('E_NODE_COMMAND', 'core-01: could not start it', {
    fix: 'Look at the log.',
    node: 'core-01',
    ...details,
  });

test('an error that says only that something failed gets the cause and the fix', (t) => {
  const output = recorded('port-in-use.txt');
  const error = explained(failed({ output, unexplained: true }));
  t.is(error.code, 'E_PORT_TAKEN');
  t.is(error.message, 'core-01: could not start it');
  t.is(error.node, 'core-01');
  t.regex(error.why ?? '', /has the port already/);
  t.regex(error.fix, /docker ps/);
  t.regex(error.link ?? '', /^https:/);
  t.is(error.output, output, 'whoever handles it has all of it');
});

test('an error that knows better stays as it is', (t) => {
  const specific = failed({ output: recorded('port-in-use.txt') });
  t.is(explained(specific), specific);
});

test('so does one whose output tells of nothing known, and of what Vagrant alone says', (t) => {
  for (const output of ['exit status 7', recorded('no-virtualization.txt'), '/dev/kvm: VT-x']) {
    const error = failed({ output, unexplained: true });
    t.is(explained(error), error);
  }
});

test('what the output holds gets into no sentence', (t) => {
  const secret = 'SWMTKN-1-abc';
  const output = `join --token ${secret}\n${recorded('clock-at-join.txt')}${secret}`;
  const { message, fix, why, link } = explained(failed({ output, unexplained: true }));
  t.false(`${message}${fix}${why}${link}`.includes(secret));
});
