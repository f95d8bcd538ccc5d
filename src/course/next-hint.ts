import { type HintTier, hintTiers, type LiveHint } from './hints.ts';
import type { LabProgress } from './progress-schema.ts';

/** One tier of a hint, to be shown. */
export interface HintToGive extends LiveHint {
  tier: HintTier;
  /** How many tiers there are after it. */
  more: number;
}

/**
 * The next tier that the learner has not yet been given of the hint for the first check that fails, or for the one named
 * `check`. After the last tier that one is given again. Undefined where nothing of the kind fails.
 */
export function nextHint(
  live: readonly LiveHint[],
  given: LabProgress['hints'],
  check?: string,
): HintToGive | undefined {
  const chosen = live.find((it) => check === undefined || it.check === check);
  if (!chosen) return undefined;
  const tiers = given.filter((it) => it.check === chosen.check && it.hint === chosen.hint.id);
  const next = hintTiers.findIndex((tier) => !tiers.some((it) => it.tier === tier));
  const at = next === -1 ? hintTiers.length - 1 : next;
  return { ...chosen, tier: hintTiers[at] as HintTier, more: hintTiers.length - 1 - at };
}
