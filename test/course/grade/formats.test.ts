import test from 'ava';
import { gradeFormats } from '../../../src/course/grade/formats/index.ts';
import type { Grade } from '../../../src/course/grade/grade.ts';
import { recordHint, recordSolution } from '../../../src/course/progress-changes.ts';
import { gradeOf, labOf, minute, noon, nothingDone, seen } from '../../_helpers/graded.ts';

interface Nasty {
  name?: string;
  message?: string;
  title?: string;
}

/** One lab with a pass, a fail, a skip and a check that could not be asked, and one that was never started. */
function sample({ name = 'Mina', message = 'as seen', title = 'A lab' }: Nasty = {}): Grade {
  const lab = labOf('01-whoami', ['good', 'bad', 'left-out', 'away', 'new'], title);
  const progress = nothingDone();
  progress.who = { name };
  progress.cluster = { id: '00ff', name: 'class' };
  recordHint(progress, lab, { check: 'good', hint: 'any', tier: 'command' }, noon);
  seen(
    progress,
    lab,
    { good: 'pass', bad: 'fail', 'left-out': 'skip', away: 'unknown' },
    noon + minute,
    message,
  );
  return gradeOf([lab, labOf('02-scale', ['scaled'])], progress);
}

test('markdown: a table of all labs, and each check of those that were begun', (t) => {
  const text = gradeFormats.markdown.render(sample());
  t.regex(text, /- Learner: Mina\n- Points: \*\*8 of 50\*\* \(16 %\)/);
  t.regex(text, /- Cluster: class \(00ff\)/);
  t.regex(text, /\| 01-whoami \| partly done \| 8\/40 \| 1 min \| - \| 1 \| - \| a{12} \|/);
  t.regex(text, /\| 02-scale \| not started \| 0\/10 \|/);
  t.regex(text, /- good: 8\/10, passed at 2026-01-01T12:01:00.000Z, hint: command: as seen/);
  t.regex(text, /- bad: 0\/10, not passed: as seen/);
  t.regex(text, /- left-out: 0\/0, skipped: as seen/);
  t.regex(text, /- away: 0\/10, could not be asked: as seen/);
  t.regex(text, /- new: 0\/10, never asked/);
  t.notRegex(text, /## 02-scale/);
  for (const rule of sample().rules) t.true(text.includes(rule));
});

test('markdown: a learner without a name is one', (t) => {
  const { who, ...rest } = sample();
  t.truthy(who);
  t.regex(gradeFormats.markdown.render(rest), /- Learner: a learner who gave no name\n/);
});

test('markdown: text that was taken over is no markup, no cell and no line of its own', (t) => {
  const nasty = 'x | y\n# head <script>alert(1)</script> [a](http://b) `c` *d* \u001b[31m \u202e';
  const text = gradeFormats.markdown.render(sample({ name: nasty, message: nasty, title: nasty }));
  t.notRegex(text, /[^\\]<script|[^\\]\[a\]|\p{Cf}|^# head/mu);
  t.false(text.includes('\u001b'));
  t.true(text.includes('x \\| y \\# head \\<script\\>'));
  for (const line of text.split('\n').filter((one) => one.startsWith('| 0')))
    t.is(line.split(' | ').length, 8, line);
});

test('json: the grade itself', (t) => {
  t.deepEqual(JSON.parse(gradeFormats.json.render(sample())), sample());
});

test('csv: one row a lab, with the learner in each', (t) => {
  const rows = parseCsv(gradeFormats.csv.render(sample()));
  const row = (at: number) => Object.fromEntries(rows[0]?.map((name, i) => [name, rows[at]?.[i]]) ?? []);
  t.is(rows.length, 3);
  const { name, cluster, lab, outcome, points, maximum, commands, seconds } = row(1);
  t.deepEqual(
    { name, cluster, lab, outcome, points, maximum, commands, seconds },
    {
      name: 'Mina',
      cluster: 'class',
      lab: '01-whoami',
      outcome: 'partial',
      points: '8',
      maximum: '40',
      commands: '1',
      seconds: '60',
    },
  );
  t.is(row(2).outcome, 'not-started');
});

for (const name of ['Kim, Mina', 'Mina "M" Kim', 'Mina\nKim', 'Mina\r\nKim', "O'Brien", '김미나'])
  test(`csv: ${JSON.stringify(name)} comes back as it was`, (t) => {
    t.is(parseCsv(gradeFormats.csv.render(sample({ name })))[1]?.[0], name);
  });

for (const name of ['=cmd|calc', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '\u200b=1'])
  test(`csv: ${JSON.stringify(name)} is no formula`, (t) => {
    t.is(parseCsv(gradeFormats.csv.render(sample({ name })))[1]?.[0], `'${name}`);
  });

test('junit: a suite a lab; only what failed is a failure', (t) => {
  const text = gradeFormats.junit.render(sample());
  t.regex(
    text,
    /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="swarmlab" tests="6" failures="1" errors="0" skipped="4" /,
  );
  t.regex(text, /<testsuite name="01-whoami" tests="5" failures="1" errors="0" skipped="3" time="60" /);
  t.regex(text, /<property name="points" value="8"\/>/);
  t.regex(text, /<testcase name="good" classname="swarmlab.01-whoami" time="0">\n {6}<system-out>passed at /);
  t.regex(text, /<failure message="as seen" type="no-service"\/>/);
  t.regex(text, /<skipped message="skipped: as seen"\/>/);
  t.regex(text, /<skipped message="could not be asked: as seen"\/>/);
  t.regex(text, /<skipped message="never asked"\/>/);
});

test('junit: whatever stands in a name or a message, it is XML', (t) => {
  const nasty = `"'<&>]]>\n\t\u0000\u001b\ud800 é`;
  const text = gradeFormats.junit.render(sample({ name: nasty, message: nasty, title: nasty }));
  const expected = '&quot;&apos;&lt;&amp;&gt;]]&gt;&#10;&#9;\ufffd\ufffd\ufffd é';
  t.true(text.includes(`<failure message="${expected}" type="no-service"/>`));
  t.true(text.includes(`<property name="learner" value="${expected}"/>`));
  t.true(text.includes(`: ${expected}</system-out>`));
});

test('gradescope: a test a check, the score as the sum, what was skipped in the text alone', (t) => {
  const { score, output, output_format, tests } = JSON.parse(gradeFormats.gradescope.render(sample()));
  t.is(score, 8);
  t.is(output_format, 'text');
  t.regex(output, /01-whoami: left-out was skipped: as seen/);
  t.deepEqual(
    tests.map(({ name, score, max_score, status }: Record<string, unknown>) => [
      name,
      score,
      max_score,
      status,
    ]),
    [
      ['01-whoami: good', 8, 10, 'passed'],
      ['01-whoami: bad', 0, 10, 'failed'],
      ['01-whoami: away', 0, 10, undefined],
      ['01-whoami: new', 0, 10, undefined],
      ['02-scale: scaled', 0, 10, undefined],
    ],
  );
  const sum = tests.reduce((all: number, { score }: { score: number }) => all + score, 0);
  t.is(sum, score);
});

test('every format tells that swarmlab solved a lab', (t) => {
  const lab = labOf('01-whoami');
  const progress = nothingDone();
  recordSolution(progress, lab, 'ran', noon);
  seen(progress, lab, { converged: 'pass', published: 'pass' }, noon + minute);
  const grade = gradeOf([lab], progress);
  t.regex(gradeFormats.markdown.render(grade), /\| solved by swarmlab \| 0\/20 \|/);
  t.regex(gradeFormats.csv.render(grade), /,solved-by-swarmlab,0,20,/);
  t.regex(gradeFormats.junit.render(grade), /name="outcome" value="solved-by-swarmlab"/);
  t.regex(gradeFormats.gradescope.render(grade), /after swarmlab ran the solution/);
  t.regex(gradeFormats.json.render(grade), /"standing": "solved-by-swarmlab"/);
});

/** RFC 4180, as a spreadsheet reads it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
