import { type Document, visit } from 'yaml';
import type { Problem } from './problem.ts';
import { printable, showText } from './show.ts';
import type { PlaceAt } from './syntax-problems.ts';

/** More than this is an attack on the parser. */
export const mostAliases = 100;

/** Aliases that lead nowhere or into themselves, or that are too many. Throws RangeError on very deep values. */
export function aliasProblems(doc: Document, at: PlaceAt): Problem[] {
  const problems: Problem[] = [];
  let aliases = 0;
  visit(doc, {
    Alias(_, alias) {
      const offset = alias.range?.[0] ?? 0;
      aliases++;
      if (aliases > mostAliases) {
        const message = `more than ${mostAliases} aliases (*name), which is no topology`;
        problems.push(at(offset, 'error', message, 'write the values out'));
        return visit.BREAK;
      }
      const target = alias.resolve(doc);
      if (!target) {
        const message = `the alias ${showText(`*${alias.source}`)} has no anchor before it`;
        problems.push(
          at(offset, 'error', message, `write the value out, or mark it with &${printable(alias.source)}`),
        );
      } else if (target.range && offset < target.range[1]) {
        const message = `the alias ${showText(`*${alias.source}`)} stands inside the value it repeats`;
        problems.push(at(offset, 'error', message, 'write the value out'));
      }
      return undefined;
    },
  });
  return problems;
}
