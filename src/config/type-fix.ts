import { isRequired, missingFix } from './missing-fix.ts';
import type { Path } from './problem.ts';
import { printable, scalarText, show } from './show.ts';

const words: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a whole number',
  int: 'a whole number',
  array: 'a list',
  object: 'a mapping',
};

/** A type of the schema in plain words: `a whole number`. */
export function typeWord(expected: string): string {
  return words[expected] ?? expected;
}

/** How to turn `value`, which is of another type than the schema expects, into what was meant. */
export function typeFix(expected: string, path: Path, value: unknown): string {
  const key = printable(String(path.at(-1)));
  if (value === null) return isRequired(path) ? missingFix(path) : 'give it a value or remove the line';
  switch (expected) {
    case 'string':
      if (typeof value === 'object') return `write one value: \`${key}: ...\``;
      return `put it in quotes: \`${typeof path.at(-1) === 'number' ? '- ' : `${key}: `}${show(value)}\``;
    case 'array':
      return `write a list: each entry on a line that begins with "- " under \`${key}:\``;
    case 'object':
      return typeof path.at(-1) === 'number'
        ? 'write its keys after the dash: `- name: core-01`, then role and address below'
        : `write its keys on lines of their own, indented under \`${key}:\``;
    default:
      return `write \`${key}: ${wholeNumber(value) ?? (key === 'memory' ? 1024 : 1)}\``;
  }
}

// 2GB and the like, as people write memory; MiB is the unit.
function wholeNumber(value: unknown): number | undefined {
  const parts = /^\s*(\d{1,6}(?:\.\d+)?)\s*(?:([gm])i?b?)?\s*$/i.exec(scalarText(value));
  if (!parts) return undefined;
  const number = Math.round(Number(parts[1]) * (parts[2]?.toLowerCase() === 'g' ? 1024 : 1));
  return number > 0 ? number : undefined;
}
