import { t } from 'ttag';
import type { Path } from './problem.ts';

const secret = /PRIVATE KEY|SWMTKN-/;
const longest = 60;

/** A bad value for a message: quoted, on one line, cut when long, control characters escaped, never a key or a token. */
export function show(value: unknown): string {
  if (value === undefined) return t`nothing`;
  if (value === null) return t`nothing`;
  if (Array.isArray(value)) return t`a list`;
  if (typeof value === 'object') return t`a mapping`;
  return showText(String(value));
}

/** A scalar, or the scalars of a list, as text; nothing for a mapping, whose own `toString` may be a key of the file. */
export function scalarText(value: unknown): string {
  if (Array.isArray(value)) return value.map(scalarText).join();
  return typeof value === 'object' ? '' : String(value);
}

/** Text as it stands in the file, for a message like {@link show}'s. */
export function showText(text: string): string {
  if (secret.test(text)) return t`a secret, not shown`;
  const cut = text.length > longest ? `${text.slice(0, longest)}...` : text;
  return `"${printable(cut)}"`;
}

/** Text that does nothing to a terminal: control, format and lone surrogate characters become \u escapes. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `nodes[1].ssh.host`, as people write it. */
export function pathLabel(path: Path): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i === 0 ? '' : '.'}${printable(part)}`))
    .join('');
}
