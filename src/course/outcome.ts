import type { Evidence } from './checks/check-type.ts';

/** What came of a check. `unknown`: it could not be asked, so nothing is said of it; never a fail. */
export type Outcome = 'pass' | 'fail' | 'skip' | 'unknown';

/** One check of a lab, asked. The message names what was seen and, where it was not that, what was expected. */
export interface CheckResult {
  /** The id of its step in lab.yaml. */
  step: string;
  id: string;
  outcome: Outcome;
  message: string;
  /** Why it failed, in a word of its type. */
  reason?: string;
  /** The check that has to pass before this one is asked. Its outcome is then `unknown`. */
  waitsFor?: string;
  evidence?: Evidence;
}

/** What `swarmlab lab check --json` prints. */
export interface LabReport {
  /** The lab's id, as in `01-whoami`. */
  lab: string;
  outcome: Outcome;
  checks: CheckResult[];
}

/** One outcome for many: a fail is a fail whatever else there is, and what is unknown is no pass. */
export function foldOutcomes(outcomes: readonly Outcome[]): Outcome {
  for (const outcome of ['fail', 'unknown', 'pass'] as const) if (outcomes.includes(outcome)) return outcome;
  return 'skip';
}

/** The exit code that a report stands for: 0 passed or skipped, 1 a check failed, 4 the cluster could not be asked. */
export function labExitCode({ outcome }: LabReport): 0 | 1 | 4 {
  return outcome === 'fail' ? 1 : outcome === 'unknown' ? 4 : 0;
}
