import { t } from 'ttag';
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
    const [path, got] = [['labs', i], show(lab)];
    // An empty name stands where the schema took a bad value out.
    if (lab === '') return [];
    if (known.labs && !known.labs.some((id) => id === lab || shortLabId(id) === lab)) {
      const meant = nearest(
        lab,
        known.labs.flatMap((id) => [shortLabId(id), id]),
      );
      const all = known.labs.map(shortLabId).join(', ') || t`none yet`;
      const fix = meant ? t`did you mean ${meant}?` : t`remove it; the labs are ${all}`;
      return [{ severity: 'error', path, message: t`there is no such lab (got ${got})`, fix }];
    }
    const short = shortLabId(lab);
    if (seen.has(short))
      return [
        {
          severity: 'warning',
          path,
          message: t`the lab is named twice (got ${got})`,
          fix: t`remove one`,
        },
      ];
    seen.add(short);
    return [];
  });
}
