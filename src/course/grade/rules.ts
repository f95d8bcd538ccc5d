import { t } from 'ttag';
import type { HintTier } from '../hints.ts';

/** Points for a check that passed. All checks weigh the same. */
export const checkPoints = 10;

/** What a hint takes from the points of its check; of several the dearest alone. */
export const hintCosts: Readonly<Record<HintTier, number>> = { nudge: 0, concept: 1, command: 2 };

/** What is left of the points of a check that passed only after the solution was shown. */
export const shareOnceShown = 0.5;

/** The rules as every report tells them. */
export function gradingRules(): string[] {
  const percent = shareOnceShown * 100;
  return [
    t`A check that passed once counts ${checkPoints} points, whatever later labs did to its result.`,
    t`A nudge costs nothing, a concept ${hintCosts.concept} point, a command ${hintCosts.command} points of its check.`,
    t`What passed after the solution was shown counts ${percent} %; after swarmlab ran it, or made the lab's result for a later lab, nothing.`,
    t`A check that was skipped, or a lab of such checks alone, counts neither for nor against.`,
  ];
}
