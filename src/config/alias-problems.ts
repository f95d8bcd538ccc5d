import { t } from 'ttag';
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
        const message = t`more than ${mostAliases} aliases (*name), which is no topology`;
        problems.push(at(offset, 'error', message, t`write the values out`));
        return visit.BREAK;
      }
      const target = alias.resolve(doc);
      const [shown, name] = [showText(`*${alias.source}`), printable(alias.source)];
      if (!target) {
        const message = t`the alias ${shown} has no anchor before it`;
        problems.push(at(offset, 'error', message, t`write the value out, or mark it with &${name}`));
      } else if (target.range && offset < target.range[1]) {
        const message = t`the alias ${shown} stands inside the value it repeats`;
        problems.push(at(offset, 'error', message, t`write the value out`));
      }
      return undefined;
    },
  });
  return problems;
}
