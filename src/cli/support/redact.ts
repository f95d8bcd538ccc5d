import { mask } from '../../transport/mask.ts';

// No pattern begins with what may be long, so each takes time in proportion to the text alone.
const passwordName = '(?:passw(?:or)?d|passphrase|token|api[_-]?key)[\\w-]{0,40}|["\']auth';
const secretName = '(?:secret|credential|(?:access|private)[_-]?key)[\\w-]{0,40}';
/** Quotes may be escaped: a JSON text may stand in another one. */
const equals = (signs: string) => `(?:\\\\{0,3}["'])?\\s{0,3}[${signs}]\\s{0,3}`;
const value = [
  '"(?:[^"\\\\\\n]|\\\\.){1,10000}"',
  '\\\\{1,3}"[^"\\n]{1,10000}"',
  "'[^'\\n]{1,10000}'",
  '[^\\s"\'<>]+',
].join('|');

/** What may be a secret by its name or its form. */
const rules: readonly [RegExp, string][] = [
  [/-----BEGIN ([A-Z0-9 ]{1,40})-----[\s\S]*?(?:-----END \1-----|$)/g, '-----$1 ***-----'],
  [/\b(bearer\s{1,3})[\w.~+/-]{8,}=*/gi, '$1***'],
  [/\beyJ[\w-]{10,}\.[\w-]+(?:\.[\w-]*)?/g, '***'],
  // Environment, as in JSON ("NAME=value") and on command lines (--env NAME=value).
  [/"([A-Z_][A-Z0-9_]{0,80})=(?:[^"\\\n]|\\.){1,10000}"/g, '"$1=***"'],
  [
    /((?:\s|^)(?:-e|--env|--env-add)[ =])(['"]?)([A-Za-z_]\w{0,80})=(?:(?<=['"]\w{1,81}=)[^'"\n]*|\S+)/gm,
    '$1$2$3=***',
  ],
  [new RegExp(`((?:${passwordName})${equals('=:')})(?:${value})`, 'gi'), '$1***'],
  [new RegExp(`(${secretName}${equals('=')})(?:${value})`, 'gi'), '$1***'],
  [/(\brequirepass\s{1,3}|\blogin\b[^\n]{0,200}?\s-p[ =]?)[^\s'"]+/g, '$1***'],
  [/(\s--?(?:password|passwd|pass|requirepass|passphrase|token|api-key)[ '"]{1,3})(?!-)[^\s'"]+/gi, '$1***'],
];

/** A longer run of base64 than any name or checksum: a key's body, a credential. */
const longRun = /(?<![\w+/=-])[A-Za-z0-9+/]{60,}={0,2}(?![\w+/=-])/g;

/** `text` without what looks like a secret: rather a word too much than one too little. */
export function redact(text: string): string {
  const named = rules.reduce(
    (redacted, [pattern, instead]) => redacted.replace(pattern, instead),
    mask(text),
  );
  return named.replace(longRun, (run) =>
    /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run) ? '***' : run,
  );
}

/** The most of one text that is kept, in characters. */
export const mostOfOne = 2 * 2 ** 20;

/**
 * The end of a text of any size and kind, redacted. It begins with a whole line, for of a token that is cut nobody sees what it
 * is, yet maybe in the middle of a PEM block.
 */
export function redactTail(text: string): string {
  const from = text.length > mostOfOne ? text.indexOf('\n', text.length - mostOfOne) + 1 || text.length : 0;
  const tail = printable(text.slice(from));
  const begin = tail.indexOf('-----BEGIN ');
  const end = /-----END [A-Z0-9 ]{1,40}-----/.exec(tail);
  const inside = end !== null && (begin < 0 || end.index < begin);
  return redact(inside ? `***${tail.slice(end.index)}` : tail);
}

/** Control characters would act on the terminal of whoever reads it, and could stand inside a secret. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replaceAll(/[\0-\x08\x0b-\x1f\x7f]/g, '');
}
