import { distance } from 'fastest-levenshtein';

/** The known word that `word` was most likely meant to be, or undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > 100) return undefined;
  const asked = word.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, steps: distance(asked, candidate.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const best = ranked[0];
  if (!best) return undefined;
  const allowed = Math.max(1, Math.ceil(Math.min(best.candidate.length, word.length) / 2));
  return best.steps <= Math.min(3, allowed) ? best.candidate : undefined;
}
