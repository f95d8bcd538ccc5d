import { t } from 'ttag';
import type { Answer, Check } from './checks/check-type.ts';
import { checkTypeNamed } from './checks/check-types.ts';
import type { Clock } from './clock.ts';
import { imagesOnNodes } from './images-on-nodes.ts';
import type { LabCluster } from './lab-cluster.ts';
import type { Lab } from './lab-format.ts';
import type { CheckSpec } from './lab-schema.ts';
import { type CheckResult, foldOutcomes, type LabReport } from './outcome.ts';
import { pollCheck } from './poll-check.ts';

/** How long to wait for what is still on its way. */
export interface CheckLabOptions {
  clock: Clock;
  /** Milliseconds until what is not yet true counts as not true; times the cluster's pace. */
  deadline: number;
  /** Milliseconds that the other checks still get once one has failed for good; default 2000. */
  grace?: number;
  /** Milliseconds after which a check that cannot be asked is not asked any more; until the deadline when absent. */
  unknownFor?: number;
}

/** A deadline for the `lab check` that a learner types, in milliseconds. What is true is reported at once. */
export const plainCheckDeadline = 15_000;

/**
 * A deadline for the check right after a solution, and for what a mistake leaves right, in milliseconds: images start, and an update
 * replaces one task after the other, which takes a minute on a computer at work.
 */
export const solvedCheckDeadline = 120_000;

/**
 * Asks all checks of a lab, at once where none waits for another. Changes nothing on the cluster that a check does not say
 * itself. Throws E_INTERRUPTED alone.
 */
export async function checkLab(lab: Lab, cluster: LabCluster, options: CheckLabOptions): Promise<LabReport> {
  const { clock, deadline, grace = 2000, unknownFor } = options;
  let end = clock.now() + deadline * cluster.pace;
  const images = imagesOnNodes(cluster);
  const results = new Map<string, Promise<CheckResult>>();

  const ask = async (step: string, spec: CheckSpec): Promise<CheckResult> => {
    const at = { step, id: spec.id };
    const skipped = spec.needsImage && (await images.lacking(spec.needsImage));
    if (skipped) return { ...at, outcome: 'skip', message: skipped };
    for (const earlier of spec.after) {
      const result = await results.get(earlier);
      if (result && result.outcome !== 'pass') return waitingFor(result, at);
    }
    const answer = await pollCheck(checkOf(spec), cluster, {
      clock,
      end: () => end,
      ...(unknownFor === undefined ? {} : { unknownFor }),
    });
    const { verdict } = answer;
    if (verdict.outcome === 'fail' && verdict.settled)
      end = Math.min(end, clock.now() + grace * cluster.pace);
    return { ...at, ...resultOf(answer) };
  };

  for (const { id, checks } of lab.steps) for (const spec of checks) results.set(spec.id, ask(id, spec));
  const checks = await Promise.all(results.values());
  return { lab: lab.id, outcome: foldOutcomes(checks.map(({ outcome }) => outcome)), checks };
}

/** What is said of a check whose turn has not come, because an earlier one does not pass. */
export function waitingFor(
  { id, outcome, message }: CheckResult,
  at: Pick<CheckResult, 'step' | 'id'>,
): CheckResult {
  // What rests on something that cannot be had here cannot be had either.
  if (outcome === 'skip') return { ...at, outcome, message };
  return { ...at, outcome: 'unknown', message: t`looked at once ${id} passes`, waitsFor: id };
}

/** The check that lab.yaml describes, to be asked as often as one likes. */
export function checkOf(spec: CheckSpec): Check {
  const type = checkTypeNamed(spec.type);
  if (!type) throw new Error(`no check type is named ${spec.type}`);
  return type.check(parametersOf(spec));
}

/** What the check's own type reads: all but what every check has. */
function parametersOf({ id, type, after, needsImage, hints, ...parameters }: CheckSpec): object {
  return parameters;
}

/** An answer as reports have it. */
export function resultOf({ verdict, evidence }: Answer): Omit<CheckResult, 'step' | 'id'> {
  const { outcome, message } = verdict;
  return {
    outcome,
    message,
    ...(verdict.outcome === 'fail' ? { reason: verdict.reason } : {}),
    ...(evidence ? { evidence } : {}),
  };
}
