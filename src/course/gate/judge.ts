import { liveHints } from '../hints.ts';
import type { Lab } from '../lab-format.ts';
import type { CheckResult, LabReport } from '../outcome.ts';
import type { Mistake } from './mistake.ts';
import type { Violation } from './trial.ts';

/** What an unsolved lab may not be: passed, not even in part, for then a check says nothing. */
export function judgeUnsolved(report: LabReport, after: string): Violation[] {
  return report.checks
    .filter(({ outcome }) => outcome === 'pass')
    .map((result) => violation(report, after, result, 'that it does not pass'));
}

/** What a solved lab must be: every check that is about something here passes. */
export function judgeSolved(report: LabReport, after: string): Violation[] {
  return report.checks
    .filter(({ outcome }) => outcome !== 'pass' && outcome !== 'skip')
    .map((result) => violation(report, after, result, 'pass'));
}

/**
 * What a mistake must bring about: its check fails, and only that one; what rests on it waits, all others pass; the hint that
 * the learner gets first is the one for it.
 */
export function judgeMistake(lab: Lab, mistake: Mistake, report: LabReport): Violation[] {
  const { script, fails, hint } = mistake;
  const violations = report.checks.flatMap((result) => {
    const { id, outcome, waitsFor } = result;
    if (id === fails) return outcome === 'fail' ? [] : [violation(report, script, result, 'fail')];
    if (outcome === 'pass' || outcome === 'skip' || waitsFor !== undefined) return [];
    return [violation(report, script, result, 'pass or wait')];
  });
  const [first] = liveHints(lab, report);
  if (violations.length > 0 || first?.hint.id === hint) return violations;
  const seen = first ? `the hint ${first.hint.id}, for the reason ${first.reason}` : 'no hint';
  return [{ lab: report.lab, after: script, check: fails, expected: `the hint ${hint}`, seen }];
}

function violation({ lab }: LabReport, after: string, result: CheckResult, expected: string): Violation {
  const { id, outcome, message, reason } = result;
  const seen = `${outcome}${reason === undefined ? '' : ` (${reason})`}: ${message}`;
  return { lab, after, check: id, expected, seen };
}
