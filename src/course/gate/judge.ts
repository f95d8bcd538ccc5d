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
    const { id, outcome } = result;
    if (id === fails) return outcome === 'fail' ? [] : [violation(report, script, result, 'fail')];
    return isAmiss(result) ? [violation(report, script, result, 'pass or wait')] : [];
  });
  const [first] = liveHints(lab, report);
  if (violations.length > 0 || first?.hint.id === hint) return violations;
  const seen = first ? `the hint ${first.hint.id}, for the reason ${first.reason}` : 'no hint';
  return [{ lab: report.lab, after: script, check: fails, expected: `the hint ${hint}`, seen }];
}

/** Whether something that a mistake leaves right is not seen to be: it may be on its way. */
export function mayComeTrue({ fails }: Mistake, { checks }: LabReport): boolean {
  return checks.some((result) => result.id !== fails && isAmiss(result));
}

function isAmiss({ outcome, waitsFor }: CheckResult): boolean {
  return outcome !== 'pass' && outcome !== 'skip' && waitsFor === undefined;
}

function violation({ lab }: LabReport, after: string, result: CheckResult, expected: string): Violation {
  const { id, outcome, message, reason } = result;
  const seen = `${outcome}${reason === undefined ? '' : ` (${reason})`}: ${message}`;
  return { lab, after, check: id, expected, seen };
}
