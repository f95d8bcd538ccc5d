import { checkFor } from './checks/check-types.ts';
import type { Clock } from './clock.ts';
import type { LabCluster } from './lab-cluster.ts';
import type { Lab } from './lab-format.ts';
import { foldOutcomes, type LabReport } from './outcome.ts';
import { pollCheck } from './poll-check.ts';

/** How long to wait for what is still on its way. */
export interface CheckLabOptions {
  clock: Clock;
  /** Milliseconds until what is not yet true counts as not true. */
  deadline: number;
  /** Milliseconds that the other checks still get once one has failed for good; default 2000. */
  grace?: number;
}

/** A deadline for the `lab check` that a learner types, in milliseconds. What is true is reported at once. */
export const plainCheckDeadline = 15_000;

/** Asks all checks of a lab at once. Changes nothing on the cluster. Throws E_INTERRUPTED alone. */
export async function checkLab(lab: Lab, cluster: LabCluster, options: CheckLabOptions): Promise<LabReport> {
  const { clock, deadline, grace = 2000 } = options;
  let end = clock.now() + deadline;
  const checks = await Promise.all(
    lab.checks.map(async (spec) => {
      const verdict = await pollCheck(checkFor(spec), cluster, { clock, end: () => end });
      if (verdict.settled && verdict.outcome === 'fail') end = Math.min(end, clock.now() + grace);
      return { id: spec.id, outcome: verdict.outcome, message: verdict.message };
    }),
  );
  return { lab: lab.id, outcome: foldOutcomes(checks.map(({ outcome }) => outcome)), checks };
}
