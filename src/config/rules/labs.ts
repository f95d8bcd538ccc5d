import type { Draft } from '../draft.ts';
import type { Known } from '../known.ts';
import { nearest } from '../nearest.ts';
import type { Finding } from '../problem.ts';
import { show } from '../show.ts';

/** The lab's id without its number: `whoami` of `01-whoami`. Both name the lab. */
export function shortLabId(id: string): string {
  return id.replace(/^\d+-/, '');
}

/** Labs that are chosen must be known, and once is enough. */
export function labFindings({ labs }: Draft, known: Known): Finding[] {
  const seen = new Set<string>();
  return labs.flatMap((lab, i): Finding[] => {
    const path = ['labs', i];
    // An empty name stands where the schema took a bad value out.
    if (lab === '') return [];
    if (known.labs && !known.labs.some((id) => id === lab || shortLabId(id) === lab)) {
      const meant = nearest(
        lab,
        known.labs.flatMap((id) => [shortLabId(id), id]),
      );
      const all = known.labs.map(shortLabId).join(', ');
      const fix = meant ? `did you mean ${meant}?` : `remove it; the labs are ${all || 'none yet'}`;
      return [{ severity: 'error', path, message: `there is no such lab (got ${show(lab)})`, fix }];
    }
    const short = shortLabId(lab);
    if (seen.has(short))
      return [
        {
          severity: 'warning',
          path,
          message: `the lab is named twice (got ${show(lab)})`,
          fix: 'remove one',
        },
      ];
    seen.add(short);
    return [];
  });
}
