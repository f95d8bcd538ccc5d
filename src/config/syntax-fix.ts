import { t } from 'ttag';
import type { YAMLError } from 'yaml';
import { printable, showText } from './show.ts';

/** The fix for nesting without end. */
export const deepest = () => t`a topology has four levels at most`;

/** A YAML syntax error as a sentence and a fix for people who do not know the parser. `opened`: see openedAt. */
export function syntaxFix(error: YAMLError, text: string, opened?: number): [message: string, fix: string] {
  if (opened !== undefined) {
    const mark = text.charAt(opened);
    return [t`the ${mark} that opens here is never closed`, t`close it`];
  }
  const here = /[^\s:]*/y;
  here.lastIndex = error.pos[0];
  const word = showText(here.exec(text)?.[0] ?? '');
  const said = lowerFirst(error.message);
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return [t`the line is indented with a tab`, t`indent with two spaces`];
    case 'DUPLICATE_KEY':
      return [t`the key ${word} is given twice`, t`keep one of the two`];
    case 'MULTIPLE_DOCS':
      return [
        t`the file holds more than one YAML document`,
        t`keep one, and remove the line \`---\` between them`,
      ];
    case 'RESOURCE_EXHAUSTION':
      return [t`the values are nested too deeply`, deepest()];
    case 'TAG_RESOLVE_FAILED':
      return [t`the tag ${word} means nothing here`, t`remove it`];
    case 'BAD_DIRECTIVE':
      return [t`not YAML 1.2: ${said}`, t`remove the line that begins with %`];
    case 'BAD_SCALAR_START':
      return [t`a value cannot begin like this (got ${word})`, t`put the value in quotes`];
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return [t`not valid YAML: ${said}`, t`one \`key: value\` a line, keys of one mapping in one column`];
    case 'MISSING_CHAR':
    case 'BAD_INDENT':
      return [t`not valid YAML: ${said}`, t`align the line with the one above it that it belongs to`];
    default:
      return [
        t`not valid YAML: ${said}`,
        t`put values with special characters in quotes, and check the indent`,
      ];
  }
}

// The parser's words as the end of a sentence, safe for a terminal.
function lowerFirst(text: string): string {
  const line = printable(text.slice(0, 120));
  return line.charAt(0).toLowerCase() + line.slice(1);
}
