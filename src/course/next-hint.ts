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
  const own = given.filter(({ check, hint }) => check === chosen.check && hint === chosen.hint.id);
  const tier: HintTier = hintTiers.find((one) => own.every((it) => it.tier !== one)) ?? 'command';
  return { ...chosen, tier, more: hintTiers.length - 1 - hintTiers.indexOf(tier) };
}
