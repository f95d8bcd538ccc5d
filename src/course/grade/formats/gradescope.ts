import type { Grade, LabGrade } from '../grade.ts';
import type { CheckGrade } from '../grade-check.ts';
import { checkLine, learnerText } from './words.ts';

/**
 * `results.json` of a Gradescope autograder. What was skipped is in the text alone: a test of 0 points would look passed.
 * Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/
 */
export function gradescopeGrade(grade: Grade): string {
  const tests = grade.labs.flatMap((lab, at) =>
    lab.checks.flatMap((check, i) =>
      check.outcome === 'skip' ? [] : [testOf(lab, check, `${at}.${i + 1}`)],
    ),
  );
  const results = {
    score: grade.points,
    output: [
      learnerText(grade),
      ...grade.labs.flatMap(({ id, remarks }) => remarks.map((remark) => `${id}: ${remark}`)),
      ...grade.rules,
    ].join('\n'),
    output_format: 'text',
    visibility: 'visible',
    extra_data: { tool: grade.tool, gradedAt: grade.gradedAt, cluster: grade.cluster },
    tests,
  };
  return `${JSON.stringify(results, null, 2)}\n`;
}

function testOf(lab: LabGrade, check: CheckGrade, number: string): object {
  return {
    name: `${lab.id}: ${check.id}`,
    number,
    score: check.points,
    max_score: check.maximum,
    // Without a status Gradescope goes by the score: what could not be asked is no fail of its own.
    ...(check.outcome === 'pass'
      ? { status: 'passed' }
      : check.outcome === 'fail'
        ? { status: 'failed' }
        : {}),
    output: checkLine(check),
    output_format: 'text',
  };
}
