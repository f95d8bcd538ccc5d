import { checkFor } from './checks/check-types.ts';
import type { LabCluster } from './lab-cluster.ts';
import type { Lab } from './lab-format.ts';
import { foldOutcomes, type LabReport } from './outcome.ts';
import { type PollOptions, pollCheck } from './poll-check.ts';

/** For a `lab check` that a learner types: milliseconds until what is still on its way counts as not there. */
export const plainCheckDeadline = 10_000;

/** Asks all checks of a lab at once. Changes nothing on the cluster. Throws E_INTERRUPTED alone. */
export async function checkLab(lab: Lab, cluster: LabCluster, options: PollOptions): Promise<LabReport> {
  const checks = await Promise.all(
    lab.checks.map(async (spec) => {
      const { outcome, message } = await pollCheck(checkFor(spec), cluster, options);
      return { id: spec.id, outcome, message };
    }),
  );
  return { lab: lab.id, outcome: foldOutcomes(checks.map(({ outcome }) => outcome)), checks };
}
