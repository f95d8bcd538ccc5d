import { nearest } from './nearest.ts';
import type { Finding, Path } from './problem.ts';
import { knownKeys } from './schema-words.ts';
import { pathLabel, showText } from './show.ts';

/** A key that the mapping at `path` does not know; `meant` is the label of the nearest one that it does. */
export function unknownKey(path: Path, key: string): { finding: Finding; meant: string | undefined } {
  const known = knownKeys(path);
  const meant = nearest(key, known);
  const where = path.length === 0 ? 'at the top level' : `in ${pathLabel(path)}`;
  const fix = meant
    ? `did you mean ${meant}?`
    : key === '<<'
      ? 'merge keys are not read: write the values out'
      : `remove it; the keys known here are ${known.join(', ')}`;
  const finding: Finding = {
    severity: 'error',
    path: [...path, key],
    onKey: true,
    message: `unknown key ${where} (got ${showText(key)})`,
    fix,
  };
  return { finding, meant: meant && pathLabel([...path, meant]) };
}
