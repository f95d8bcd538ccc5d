import type { YAMLError } from 'yaml';
import { printable, showText } from './show.ts';

/** The fix for nesting without end. */
export const deepest = 'a topology has four levels at most';

/** A YAML syntax error as a sentence and a fix for people who do not know the parser. `opened`: see openedAt. */
export function syntaxFix(error: YAMLError, text: string, opened?: number): [message: string, fix: string] {
  if (opened !== undefined) return [`the ${text.charAt(opened)} that opens here is never closed`, 'close it'];
  const here = /[^\s:]*/y;
  here.lastIndex = error.pos[0];
  const word = showText(here.exec(text)?.[0] ?? '');
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return ['the line is indented with a tab', 'indent with two spaces'];
    case 'DUPLICATE_KEY':
      return [`the key ${word} is given twice`, 'keep one of the two'];
    case 'MULTIPLE_DOCS':
      return [
        'the file holds more than one YAML document',
        'keep one, and remove the line `---` between them',
      ];
    case 'RESOURCE_EXHAUSTION':
      return ['the values are nested too deeply', deepest];
    case 'TAG_RESOLVE_FAILED':
      return [`the tag ${word} means nothing here`, 'remove it'];
    case 'BAD_DIRECTIVE':
      return [`not YAML 1.2: ${lowerFirst(error.message)}`, 'remove the line that begins with %'];
    case 'BAD_SCALAR_START':
      return [`a value cannot begin like this (got ${word})`, 'put the value in quotes'];
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return [
        `not valid YAML: ${lowerFirst(error.message)}`,
        'one `key: value` a line, keys of one mapping in one column',
      ];
    case 'MISSING_CHAR':
    case 'BAD_INDENT':
      return [
        `not valid YAML: ${lowerFirst(error.message)}`,
        'align the line with the one above it that it belongs to',
      ];
    default:
      return [
        `not valid YAML: ${lowerFirst(error.message)}`,
        'put values with special characters in quotes, and check the indent',
      ];
  }
}

// The parser's words as the end of a sentence, safe for a terminal.
function lowerFirst(text: string): string {
  const line = printable(text.slice(0, 120));
  return line.charAt(0).toLowerCase() + line.slice(1);
}
