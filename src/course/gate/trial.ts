import type { LabReport } from '../outcome.ts';

/** One thing that is not as a lab promises. */
export interface Violation {
  lab: string;
  /** What was done before: a script of the lab, or what else, as in `unsolved`. */
  after: string;
  /** The check that it is about. */
  check?: string;
  expected: string;
  seen: string;
}

/** How a part of a lab's trial went; `skip` where it could not be tried. */
export type PartOutcome = 'pass' | 'fail' | 'skip';

/** A part or a check that has nothing to look at here, and why. */
export interface Skip {
  what: string;
  reason: string;
}

/** What the authors' gate found out about one lab. */
export interface Trial {
  lab: string;
  outcome: PartOutcome;
  /** Not solved, no check passes. */
  unsolved: PartOutcome;
  /** Mistakes that fail exactly their check and bring their hint. */
  mistakes: { passed: number; skipped: number; total: number };
  /** The solution passes, and passes again when it is run again. */
  solution: PartOutcome;
  /** A reset leaves what was there before. */
  cleanup: PartOutcome;
  seconds: number;
  violations: Violation[];
  skips: Skip[];
}

/** The checks of a report that are not about anything here. */
export function skippedChecks({ checks }: LabReport): Skip[] {
  return checks.flatMap(({ id, outcome, message }) =>
    outcome === 'skip' ? [{ what: id, reason: message }] : [],
  );
}

/** A violation as one line for people. */
export function violationLine({ lab, after, check, expected, seen }: Violation): string {
  return `${[lab, after, check].filter((part) => part !== undefined).join(': ')}: expected ${expected}; seen: ${seen}`;
}
