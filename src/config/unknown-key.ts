import { t } from 'ttag';
import { nearest } from './nearest.ts';
import type { Finding, Path } from './problem.ts';
import { knownKeys } from './schema-words.ts';
import { pathLabel, showText } from './show.ts';

/** A key that the mapping at `path` does not know; `meant` is the label of the nearest one that it does. */
export function unknownKey(path: Path, key: string): { finding: Finding; meant: string | undefined } {
  const known = knownKeys(path);
  const meant = nearest(key, known);
  const [place, all, got] = [pathLabel(path), known.join(', '), showText(key)];
  const fix = meant
    ? t`did you mean ${meant}?`
    : key === '<<'
      ? t`merge keys are not read: write the values out`
      : t`remove it; the keys known here are ${all}`;
  const finding: Finding = {
    severity: 'error',
    path: [...path, key],
    onKey: true,
    message: place ? t`unknown key in ${place} (got ${got})` : t`unknown key at the top level (got ${got})`,
    fix,
  };
  return { finding, meant: meant && pathLabel([...path, meant]) };
}
