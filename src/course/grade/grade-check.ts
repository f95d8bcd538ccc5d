import type { Evidence } from '../checks/check-type.ts';
import type { HintTier } from '../hints.ts';
import type { CheckSpec } from '../lab-schema.ts';
import type { LabProgress } from '../progress-schema.ts';
import { checkPoints, hintCosts, shareOnceShown } from './rules.ts';

/** Whose work a pass is: `catch-up` made the lab's result as the ground of a later lab. */
export type Worker = 'learner' | 'solution' | 'catch-up';

/** One check, graded. */
export interface CheckGrade {
  id: string;
  /** `pass` where it passed once; else as last seen; `unasked` where it was never asked. */
  outcome: 'pass' | 'fail' | 'skip' | 'unknown' | 'unasked';
  points: number;
  /** What it could have brought; 0 where it was skipped. */
  maximum: number;
  by?: Worker;
  /** ISO 8601 in UTC. */
  passedAt?: string;
  /** Why it failed, in a word of its type. */
  reason?: string;
  /** What was last seen, in a sentence. */
  message?: string;
  /** When it was asked last without an answer, although it is known to have passed. */
  unknownSince?: string;
  /** The dearest hint that came before the pass. */
  hint?: HintTier;
  evidence?: Evidence;
}

/** Grades one check by what the lab's record says of it. */
export function gradeCheck({ id }: Pick<CheckSpec, 'id'>, record: LabProgress | undefined): CheckGrade {
  const seen = record?.checks[id];
  if (!record || !seen) return { id, outcome: 'unasked', points: 0, maximum: checkPoints };
  const { outcome, message, at, reason, evidence } = seen;
  const passedAt = seen.firstPassedAt ?? (outcome === 'pass' ? at : undefined);
  const hint = dearestHint(record, id, passedAt);
  const hinted = hint ? { hint } : {};
  const kept = evidence ? { evidence } : {};
  if (!passedAt) {
    const why = outcome === 'fail' && reason ? { reason } : {};
    const maximum = outcome === 'skip' ? 0 : checkPoints;
    return { id, outcome, points: 0, maximum, ...why, message, ...hinted, ...kept };
  }
  const by = whoseWork(record, passedAt);
  return {
    id,
    outcome: 'pass',
    points: by === 'learner' ? pointsFor(record, passedAt, hint) : 0,
    maximum: checkPoints,
    by,
    passedAt,
    ...(outcome === 'pass' ? { message } : {}),
    ...(outcome === 'unknown' ? { unknownSince: at } : {}),
    ...hinted,
    ...(outcome === 'pass' ? kept : {}),
  };
}

function pointsFor({ solution }: LabProgress, passedAt: string, hint: HintTier | undefined): number {
  const points = checkPoints - (hint ? hintCosts[hint] : 0);
  return isBefore(solution.shownAt, passedAt) ? points * shareOnceShown : points;
}

/** What passed after swarmlab did the work is not the learner's, unless he began the lab after that. */
function whoseWork({ solution, caughtUpAt, startedAt }: LabProgress, passedAt: string): Worker {
  if (isBefore(solution.ranAt, passedAt)) return 'solution';
  if (isBefore(caughtUpAt, passedAt) && !isBefore(caughtUpAt, startedAt)) return 'catch-up';
  return 'learner';
}

function dearestHint(
  { hints }: LabProgress,
  check: string,
  passedAt: string | undefined,
): HintTier | undefined {
  const before = hints.filter((given) => given.check === check && !isBefore(passedAt, given.at));
  return before.map(({ tier }) => tier).toSorted((a, b) => hintCosts[b] - hintCosts[a])[0];
}

function isBefore(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && Date.parse(one) < Date.parse(other);
}
