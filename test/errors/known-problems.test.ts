import { readdirSync, readFileSync } from 'node:fs';
import test from 'ava';
import { SwarmlabError } from '../../src/errors/index.ts';
import { explained, findKnownProblem, knownProblems } from '../../src/errors/known-problems.ts';
import { languages } from '../../src/language/languages.ts';

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
    for (const language of languages) {
      const [cause, fix] = [problem.cause[language], problem.fix[language]];
      t.notRegex(`${cause}${fix}`, /\n/);
      t.notRegex(cause, /\.$/, 'a full stop is put by whoever prints it');
      t.regex(fix, /\.$/);
      const words = wordsIn(`${cause}${fix}`);
      t.true(
        words.length === 0 || problem.of === 'vagrant',
        'only Vagrant knows a plan whose words to put in',
      );
    }
  });

  test(`${problem.id}: says the same commands, addresses and words of the plan in every language`, (t) => {
    for (const text of [problem.cause, problem.fix])
      for (const language of languages) {
        t.deepEqual(wordsIn(text[language]), wordsIn(text.en), language);
        t.deepEqual(foundIn(/`[^`]*`/g, text[language]), foundIn(/`[^`]*`/g, text.en), language);
        t.deepEqual(
          foundIn(/https?:[^\s)]+/g, text[language]),
          foundIn(/https?:[^\s)]+/g, text.en),
          language,
        );
      }
    t.regex(problem.cause.ko, /[가-힣]/);
    t.regex(problem.fix.ko, /[가-힣]/);
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

/** What a text has of a pattern, each as often as it is there, sorted. */
function foundIn(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map(([found]) => found).sort();
}

/** The `{words}` that the plan puts in; a template of Docker's has two braces. */
function wordsIn(text: string): string[] {
  return foundIn(/(?<!\{)\{\w+\}/g, text);
}

/** Of this process alone: how much else the computer has to do is not what is asked. */
function milliseconds(pattern: RegExp, text: string): number {
  const start = process.cpuUsage();
  pattern.test(text);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
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
