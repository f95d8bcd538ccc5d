const printableAscii = /^[\x20-\x7e]*$/;

/**
 * A Ruby literal that evaluates to exactly this value and can do nothing else: single-quoted, so nothing is
 * interpolated. A string with anything but printable ASCII becomes a double-quoted literal in which every character but
 * letters and digits is a `\u{}` escape: Ruby reads a raw CR LF as LF, and other characters by the locale.
 * Throws on anything but a string, a finite number or a boolean.
 */
export function rubyLiteral(value: unknown): string {
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return String(value);
  if (typeof value !== 'string') throw new TypeError(`cannot write ${String(value)} as a Ruby literal`);
  if (printableAscii.test(value)) return `'${value.replaceAll(/[\\']/g, '\\$&')}'`;
  return `"${[...value].map(escaped).join('')}"`;
}

function escaped(character: string): string {
  if (/[A-Za-z0-9]/.test(character)) return character;
  // Half a surrogate pair is no character; written to a file it becomes U+FFFD.
  const whole = character.replace(/\p{Surrogate}/u, '\u{fffd}');
  return `\\u{${whole.codePointAt(0)?.toString(16)}}`;
}
