import type { Lab } from './lab-format.ts';
import { checksOf } from './lab-format.ts';
import type { Hint } from './lab-schema.ts';
import type { LabReport } from './outcome.ts';

/** The tiers of a hint; each says more than the one before. */
export const hintTiers = ['nudge', 'concept', 'command'] as const;
export type HintTier = (typeof hintTiers)[number];

/** A hint that fits what was just seen on the cluster. */
export interface LiveHint {
  check: string;
  reason: string;
  hint: Hint;
}

/** The hints for every check that failed, in the order of the lab: the first is the one to give. */
export function liveHints(lab: Lab, { checks }: LabReport): LiveHint[] {
  return checks.flatMap(({ id, outcome, reason }): LiveHint[] => {
    if (outcome !== 'fail' || reason === undefined) return [];
    const hints = checksOf(lab).find((spec) => spec.id === id)?.hints ?? [];
    const hint = hints.find(({ on }) => on?.includes(reason)) ?? hints.find(({ on }) => !on);
    return hint ? [{ check: id, reason, hint }] : [];
  });
}
