import { t } from 'ttag';
import { isRequired, missingFix } from './missing-fix.ts';
import type { Path } from './problem.ts';
import { printable, scalarText, show } from './show.ts';

const words: Readonly<Record<string, () => string>> = {
  string: () => t`text`,
  number: () => t`a whole number`,
  int: () => t`a whole number`,
  array: () => t`a list`,
  object: () => t`a mapping`,
};

/** A type of the schema in plain words: `a whole number`. */
export function typeWord(expected: string): string {
  return words[expected]?.() ?? expected;
}

/** How to turn `value`, which is of another type than the schema expects, into what was meant. */
export function typeFix(expected: string, path: Path, value: unknown): string {
  const key = printable(String(path.at(-1)));
  if (value === null) return isRequired(path) ? missingFix(path) : t`give it a value or remove the line`;
  switch (expected) {
    case 'string':
      if (typeof value === 'object') return t`write one value: \`${key}: ...\``;
      return quotesFix(typeof path.at(-1) === 'number' ? '- ' : `${key}: `, show(value));
    case 'array':
      return t`write a list: each entry on a line that begins with "- " under \`${key}:\``;
    case 'object':
      return typeof path.at(-1) === 'number'
        ? t`write its keys after the dash: \`- name: core-01\`, then role and address below`
        : t`write its keys on lines of their own, indented under \`${key}:\``;
    default:
      return numberFix(key, wholeNumber(value) ?? (key === 'memory' ? 1024 : 1));
  }
}

function quotesFix(before: string, shown: string): string {
  return t`put it in quotes: \`${before}${shown}\``;
}

function numberFix(key: string, better: number): string {
  return t`write \`${key}: ${better}\``;
}

// 2GB and the like, as people write memory; MiB is the unit.
function wholeNumber(value: unknown): number | undefined {
  const parts = /^\s*(\d{1,6}(?:\.\d+)?)\s*(?:([gm])i?b?)?\s*$/i.exec(scalarText(value));
  if (!parts) return undefined;
  const number = Math.round(Number(parts[1]) * (parts[2]?.toLowerCase() === 'g' ? 1024 : 1));
  return number > 0 ? number : undefined;
}
