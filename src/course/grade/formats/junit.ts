import type { Grade, LabGrade } from '../grade.ts';
import type { CheckGrade } from '../grade-check.ts';
import { checkLine, learnerText } from './words.ts';

/**
 * A JUnit report: a suite for each lab, a case for each check. What was not asked or could not be asked is `skipped`, not failed;
 * the points are among the properties. Source: https://github.com/testmoapp/junitxml
 */
export function junitGrade(grade: Grade): string {
  const cases = grade.labs.flatMap(({ checks }) => checks);
  const seconds = grade.labs.reduce((all, { seconds }) => all + seconds, 0);
  const attributes = {
    name: 'swarmlab',
    tests: cases.length,
    failures: failures(cases),
    errors: 0,
    skipped: skipped(cases),
    time: seconds,
    timestamp: grade.gradedAt,
  };
  const suites = grade.labs.flatMap((lab) => suite(lab, grade));
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites${written(attributes)}>`, ...suites];
  return `${[...lines, '</testsuites>'].join('\n')}\n`;
}

function suite(lab: LabGrade, grade: Grade): string[] {
  const { checks } = lab;
  const attributes = {
    name: lab.id,
    tests: checks.length,
    failures: failures(checks),
    errors: 0,
    skipped: skipped(checks),
    time: lab.seconds,
    timestamp: lab.passedAt ?? grade.gradedAt,
  };
  const properties = {
    title: lab.title,
    learner: learnerText(grade),
    cluster: grade.cluster?.name ?? '',
    outcome: lab.standing,
    points: lab.points,
    maximum: lab.maximum,
    solution: lab.solution ?? '',
    'lab.version': lab.version,
    'tool.version': grade.tool.grades,
  };
  return [
    `  <testsuite${written(attributes)}>`,
    '    <properties>',
    ...Object.entries(properties).map(([name, value]) => `      <property${written({ name, value })}/>`),
    '    </properties>',
    ...checks.flatMap((check) => testCase(lab.id, check)),
    '  </testsuite>',
  ];
}

function testCase(lab: string, check: CheckGrade): string[] {
  const attributes = written({ name: check.id, classname: `swarmlab.${lab}`, time: 0 });
  if (check.outcome === 'pass')
    return [
      `    <testcase${attributes}>`,
      `      <system-out>${escaped(checkLine(check))}</system-out>`,
      '    </testcase>',
    ];
  const inner =
    check.outcome === 'fail'
      ? `<failure${written({ message: check.message ?? '', type: check.reason ?? 'fail' })}/>`
      : `<skipped${written({ message: checkLine(check) })}/>`;
  return [`    <testcase${attributes}>`, `      ${inner}`, '    </testcase>'];
}

function failures(checks: readonly CheckGrade[]): number {
  return checks.filter(({ outcome }) => outcome === 'fail').length;
}

function skipped(checks: readonly CheckGrade[]): number {
  return checks.filter(({ outcome }) => outcome !== 'fail' && outcome !== 'pass').length;
}

function written(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escaped(String(value))}"`)
    .join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** For attributes and text. XML has no way at all to write some characters; they become U+FFFD. Source: XML 1.0, 2.2. */
function escaped(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? character);
}
