import type { HintTier } from './hints.ts';
import type { Lab } from './lab-format.ts';
import type { LabReport } from './outcome.ts';
import type { LabProgress, Learner, Progress } from './progress-schema.ts';

/** A pause of the learner counts as work for this many seconds at most. */
const longestPause = 600;

/** The lab that a change is about, as it is now. */
type Worked = Pick<Lab, 'id' | 'sha256'>;

/** The learner begins a lab, or takes it up again: it is the current one from now on. `at`: milliseconds since 1970. */
export function recordStart(progress: Progress, lab: Worked, at: number, who?: Learner): void {
  const record = worked(progress, lab, at);
  record.startedAt ??= iso(at);
  // What was made for a later lab is not what is begun now, unless the learner's own work was completed by it.
  if (!record.underWayOn) delete record.caughtUpAt;
  progress.current = lab.id;
  if (who) progress.who = who;
}

/** Where a lab is worked on: a cluster, and the swarm that is on it; undefined where there is none. */
interface Place {
  cluster: string;
  swarm: string | undefined;
}

/** The lab is prepared there and the learner is at it: its beginnings are not to be made again. */
export function recordUnderWay(progress: Progress, lab: Worked, { cluster, swarm }: Place): void {
  const record = recordOf(progress, lab);
  record.underWayOn = cluster;
  if (swarm === undefined) delete record.underWayIn;
  else record.underWayIn = swarm;
}

/** Whether what was made for the lab is there still: a swarm that is another one has nothing of it. */
export function isUnderWay({ labs }: Progress, id: string, { cluster, swarm }: Place): boolean {
  const { underWayOn, underWayIn } = labs[id] ?? {};
  return underWayOn === cluster && (underWayIn === undefined || underWayIn === swarm);
}

/** The labs that the learner is at on a cluster. */
export function labsUnderWay({ labs }: Progress, cluster: string): string[] {
  return Object.keys(labs).filter((id) => labs[id]?.underWayOn === cluster);
}

/** The cluster is again what it was when these labs were under way on it; what the learner has done since stays done. */
export function recordRestored({ labs }: Progress, cluster: string, underWay: readonly string[]): void {
  for (const [id, record] of Object.entries(labs)) {
    if (underWay.includes(id)) record.underWayOn = cluster;
    else if (record.underWayOn === cluster) forgetPlace(record);
  }
}

/** What was made in the lab is gone from the cluster; what the learner has done stays done. */
export function recordReset({ labs }: Progress, id: string): void {
  const record = labs[id];
  if (record) forgetPlace(record);
}

function forgetPlace(record: LabProgress): void {
  delete record.underWayOn;
  delete record.underWayIn;
}

/** What was seen of a lab's checks. `asked`: the learner asked for it with `lab check`, so it counts as an attempt. */
export function recordReport(
  progress: Progress,
  lab: Worked,
  { checks, outcome }: LabReport,
  at: number,
  { asked }: { asked: boolean },
): void {
  const record = worked(progress, lab, at);
  if (asked) record.attempts += 1;
  for (const { id, outcome, message, reason, evidence } of checks) {
    const firstPassedAt = record.checks[id]?.firstPassedAt ?? (outcome === 'pass' ? iso(at) : undefined);
    record.checks[id] = {
      outcome,
      message,
      ...(reason === undefined ? {} : { reason }),
      ...(evidence ? { evidence } : {}),
      at: iso(at),
      ...(firstPassedAt ? { firstPassedAt } : {}),
    };
  }
  if (outcome === 'pass') record.passedAt ??= iso(at);
}

/** A tier of a hint was shown. The same tier of the same hint counts once. */
export function recordHint(
  progress: Progress,
  lab: Worked,
  given: { check: string; hint: string; tier: HintTier },
  at: number,
): void {
  const { hints } = worked(progress, lab, at);
  const same = hints.some(
    ({ check, hint, tier }) => check === given.check && hint === given.hint && tier === given.tier,
  );
  if (!same) hints.push({ ...given, at: iso(at) });
}

/** The solution was shown, or run. The first time of each is kept. */
export function recordSolution(progress: Progress, lab: Worked, how: 'shown' | 'ran', at: number): void {
  const { solution } = worked(progress, lab, at);
  if (how === 'shown') solution.shownAt ??= iso(at);
  else solution.ranAt ??= iso(at);
}

/** What the lab leaves behind was made for a learner who goes on to a later one: it is not solved by that. */
export function recordCaughtUp(progress: Progress, lab: Worked, at: number): void {
  recordOf(progress, lab).caughtUpAt = iso(at);
}

/** The lab's record with the time since the learner was last seen added, until the lab is passed. */
function worked(progress: Progress, lab: Worked, at: number): LabProgress {
  const record = recordOf(progress, lab);
  if (record.seenAt && !record.passedAt) {
    const since = Math.max(0, at - Date.parse(record.seenAt)) / 1000;
    record.seconds = Math.round((record.seconds + Math.min(since, longestPause)) * 10) / 10;
  }
  record.seenAt = iso(at);
  return record;
}

function recordOf({ labs }: Progress, { id, sha256 }: Worked): LabProgress {
  labs[id] ??= { version: sha256, attempts: 0, seconds: 0, checks: {}, hints: [], solution: {} };
  const record = labs[id];
  record.version = sha256;
  return record;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
