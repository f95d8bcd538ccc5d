import { t } from 'ttag';
import type { CheckResult, LabReport } from '../../course/outcome.ts';
import { outcomeWord } from '../../course/outcome-words.ts';

/** Lines for pipes and log files: one for each check that is not as it was, one for the lab when that has changed. */
export function watchLines(report: LabReport, before: LabReport | undefined, at: Date): string[] {
  const time = at.toTimeString().slice(0, 8);
  const changed = report.checks.filter((check) => {
    const old = before?.checks.find(({ id }) => id === check.id);
    return old?.outcome !== check.outcome || old.message !== check.message;
  });
  const lines = changed.map((check) => `${time} ${check.id}: ${word(check)}: ${check.message}`);
  if (report.outcome !== before?.outcome) lines.push(`${time} ${report.lab}: ${outcomeWord(report.outcome)}`);
  return lines;
}

function word({ outcome, waitsFor }: CheckResult): string {
  return waitsFor === undefined ? outcomeWord(outcome) : t`waits`;
}
