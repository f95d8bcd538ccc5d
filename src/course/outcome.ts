/** What came of a check. `unknown`: it could not be asked, so nothing is said of it; never a fail. */
export type Outcome = 'pass' | 'fail' | 'skip' | 'unknown';

/** One check of a lab, asked. The message names what was seen and, where it was not that, what was expected. */
interface CheckResult {
  id: string;
  outcome: Outcome;
  message: string;
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
