/** `text` as one word of a POSIX shell line. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command's words as one POSIX shell line. */
export function shellLine(argv: readonly string[]): string {
  return argv.map(quote).join(' ');
}
