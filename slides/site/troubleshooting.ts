import type { Token, Tokens } from 'marked';
import { inline, toHtml, tokensOf } from './markdown.ts';

/** What the README says of errors: its table row by row, and what stands before and behind it. */
export interface Troubleshooting {
  before: string;
  rows: { ids: string[]; code: string; means: string; remedy: string }[];
  after: string;
}

/** Finds the section of a README that has the table of codes; undefined where there is none. */
export function troubleshootingIn(readme: string): Troubleshooting | undefined {
  const section = sections(tokensOf(readme)).find((tokens) => tokens.some(isCodes));
  const at = section?.findIndex(isCodes) ?? -1;
  const table = section?.[at];
  if (!section || !table || !isCodes(table)) return undefined;
  return {
    before: toHtml(section.slice(1, at)).html,
    rows: table.rows.map(([code, means, remedy]) => ({
      ids: code?.text.match(/E_\w+/g) ?? [],
      code: inline(code?.text ?? ''),
      means: inline(means?.text ?? ''),
      remedy: inline(remedy?.text ?? ''),
    })),
    after: toHtml(section.slice(at + 1)).html,
  };
}

/** A text's parts, each with its heading of the second level first. */
function sections(tokens: readonly Token[]): Token[][] {
  const found: Token[][] = [];
  for (const token of tokens) {
    if (token.type === 'heading' && token.depth === 2) found.push([token]);
    else found.at(-1)?.push(token);
  }
  return found;
}

function isCodes(token: Token): token is Tokens.Table {
  return (
    token.type === 'table' && (token as Tokens.Table).rows.some(([cell]) => cell?.text.includes('E_USAGE'))
  );
}
