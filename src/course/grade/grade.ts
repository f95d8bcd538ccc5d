import { t } from 'ttag';
import type { Language } from '../../language/languages.ts';
import { type HintTier, hintTiers } from '../hints.ts';
import { checksOf, type Lab } from '../lab-format.ts';
import { textIn } from '../lab-text.ts';
import type { LabProgress, Learner, Progress } from '../progress-schema.ts';
import { type CheckGrade, gradeCheck } from './grade-check.ts';
import { gradingRules } from './rules.ts';

/**
 * How far a lab is. `solved-by-swarmlab`: it passed, but only after the solution was run; `made-by-swarmlab`: its result was made
 * for a later lab; `partial`: some checks passed; `begun`: none yet; `skipped`: nothing of it can be checked here.
 */
export type LabStanding =
  | 'passed'
  | 'solved-by-swarmlab'
  | 'made-by-swarmlab'
  | 'partial'
  | 'begun'
  | 'skipped'
  | 'not-started';

/** One lab, graded. Times are ISO 8601 in UTC. */
export interface LabGrade {
  /** As in `01-whoami`. */
  id: string;
  title: string;
  standing: LabStanding;
  points: number;
  maximum: number;
  startedAt?: string;
  passedAt?: string;
  /** Seconds worked until it passed. */
  seconds: number;
  /** How often the learner asked for its checks. */
  attempts: number;
  /** SHA-256 of the lab.yaml that was worked on, hex; of the present one where none was. */
  version: string;
  /** Tiers of hints that were shown. */
  hints: Record<HintTier, number>;
  solution?: 'shown' | 'ran';
  checks: CheckGrade[];
  /** What a reader has to know to take the figures for what they are. */
  remarks: string[];
}

/** The whole course, graded: what `swarmlab grade --format json` gives. */
export interface Grade {
  version: 1;
  gradedAt: string;
  who?: Learner;
  cluster?: { id: string; name: string };
  /** Versions of swarmlab: the one that grades, and the one that kept the record last. */
  tool: { grades: string; recorded: string };
  points: number;
  maximum: number;
  seconds: number;
  labs: LabGrade[];
  rules: readonly string[];
}

/** Grades a record against the labs as they are now; every lab is listed. `at`: milliseconds since 1970; `tool`: our version. */
export function gradeCourse(
  labs: readonly Lab[],
  progress: Progress,
  { at, tool, language = 'en' }: { at: number; tool: string; language?: Language },
): Grade {
  const graded = labs.map((lab) => gradeLab(lab, progress.labs[lab.id], language));
  const { who, cluster } = progress;
  return {
    version: 1,
    gradedAt: new Date(at).toISOString(),
    ...(who ? { who } : {}),
    ...(cluster ? { cluster: { id: cluster.id, name: cluster.name } } : {}),
    tool: { grades: tool, recorded: progress.tool },
    points: sum(graded.map(({ points }) => points)),
    maximum: sum(graded.map(({ maximum }) => maximum)),
    seconds: sum(graded.map(({ seconds }) => seconds)),
    labs: graded,
    rules: gradingRules(),
  };
}

/** Grades one lab; `record` is absent where it was never touched. */
function gradeLab(lab: Lab, record: LabProgress | undefined, language: Language): LabGrade {
  const checks = checksOf(lab).map((spec) => gradeCheck(spec, record));
  const { solution: { shownAt, ranAt } = {}, startedAt, passedAt } = record ?? {};
  return {
    id: lab.id,
    title: textIn(lab.title, language),
    standing: standingOf(checks, record),
    points: sum(checks.map(({ points }) => points)),
    maximum: sum(checks.map(({ maximum }) => maximum)),
    ...(startedAt ? { startedAt } : {}),
    ...(passedAt ? { passedAt } : {}),
    seconds: record?.seconds ?? 0,
    attempts: record?.attempts ?? 0,
    version: record?.version ?? lab.sha256,
    hints: countHints(record),
    ...(ranAt ? { solution: 'ran' as const } : shownAt ? { solution: 'shown' as const } : {}),
    checks,
    remarks: remarksOn(lab, record, checks),
  };
}

function standingOf(checks: readonly CheckGrade[], record: LabProgress | undefined): LabStanding {
  if (!record) return 'not-started';
  const own = checks.filter(({ outcome, by }) => outcome === 'pass' && by === 'learner').length;
  const passed = checks.filter(({ outcome }) => outcome === 'pass');
  if (checks.every(({ outcome }) => outcome === 'skip')) return 'skipped';
  if (record.passedAt) {
    if (passed.some(({ by }) => by === 'solution')) return 'solved-by-swarmlab';
    if (passed.some(({ by }) => by === 'catch-up')) return 'made-by-swarmlab';
    return 'passed';
  }
  if (own > 0) return 'partial';
  if (record.caughtUpAt) return 'made-by-swarmlab';
  if (passed.length > 0) return 'partial';
  return record.startedAt || record.attempts > 0 || checks.some(({ outcome }) => outcome !== 'unasked')
    ? 'begun'
    : 'not-started';
}

function remarksOn(lab: Lab, record: LabProgress | undefined, checks: readonly CheckGrade[]): string[] {
  if (!record) return [];
  const remarks: string[] = [];
  if (record.version !== lab.sha256)
    remarks.push(t`worked on with another version of this lab than the one that is graded`);
  if (!record.passedAt && checks.every(({ outcome }) => outcome === 'pass'))
    remarks.push(t`every check passed once, but not all at the same time`);
  for (const { id, outcome, message } of checks) {
    if (outcome === 'skip') remarks.push(t`${id} was skipped: ${message}`);
    if (outcome === 'unknown') remarks.push(t`${id} could not be asked: ${message}`);
  }
  const unheard = checks.filter(({ unknownSince }) => unknownSince).map(({ id }) => id);
  if (unheard.length > 0) {
    const list = unheard.join(', ');
    remarks.push(t`could not be asked when last tried, so what was known before counts: ${list}`);
  }
  return remarks;
}

function countHints(record: LabProgress | undefined): Record<HintTier, number> {
  const count = (tier: HintTier) => record?.hints.filter((given) => given.tier === tier).length ?? 0;
  return Object.fromEntries(hintTiers.map((tier) => [tier, count(tier)])) as Record<HintTier, number>;
}

/** Sums of halves and tenths, without the binary dust. */
function sum(numbers: readonly number[]): number {
  return Math.round(numbers.reduce((all, one) => all + one, 0) * 10) / 10;
}
