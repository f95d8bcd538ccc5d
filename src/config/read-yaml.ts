import { t } from 'ttag';
import { isMap, LineCounter, parseDocument } from 'yaml';
import { aliasProblems, mostAliases } from './alias-problems.ts';
import { type Locate, locateIn, sourceIn } from './locate.ts';
import type { Path, Problem } from './problem.ts';
import { show } from './show.ts';
import { deepest } from './syntax-fix.ts';
import { type PlaceAt, syntaxProblems } from './syntax-problems.ts';

/** YAML text as values, with what is wrong with it. `root` is absent where the values cannot be trusted. */
export interface Yaml {
  root?: Record<string, unknown>;
  problems: Problem[];
  locate: Locate;
  /** A scalar exactly as it is written, so that 20.10 is not shown as 20.1. */
  written: (path: Path) => string | undefined;
}

/** After these the parser has understood everything else, so the schema can be held against the values too. */
const harmless = new Set(['DUPLICATE_KEY', 'MULTIPLE_DOCS']);

/** Parses YAML. Never throws: whatever is wrong with the text is a problem. */
export function readYaml(text: string, file: string): Yaml {
  const lines = new LineCounter();
  // At level warn the parser writes warnings of its own to stderr.
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const locate = locateIn(doc, lines, file);
  const written = (path: Path) => sourceIn(doc, path);
  const at: PlaceAt = (offset, severity, message, fix) => {
    const { line, col } = lines.linePos(offset);
    return { severity, file, line, column: col, message, fix };
  };
  const problems: Problem[] = [];
  const stop = (message: string, fix: string): Yaml => ({
    problems: [...problems, locate({ severity: 'error', path: [], message, fix })],
    locate,
    written,
  });

  try {
    problems.push(...syntaxProblems(doc, text, lines, at));
    if (doc.errors.some(({ code }) => !harmless.has(code))) return { problems, locate, written };
    if (doc.contents === null) return stop(t`the file is empty`, t`run \`swarmlab init\` to write one`);
    const aliases = aliasProblems(doc, at);
    if (aliases.length > 0) return { problems: [...problems, ...aliases], locate, written };
    if (!isMap(doc.contents)) {
      const got = show(doc.contents.toJSON());
      return stop(
        t`the file must be a mapping of keys to values (got ${got})`,
        t`begin it with \`version: 1\``,
      );
    }
    return {
      root: doc.toJS({ maxAliasCount: mostAliases }) as Record<string, unknown>,
      problems,
      locate,
      written,
    };
  } catch (error) {
    if (error instanceof ReferenceError)
      return stop(
        t`aliases (*name) of aliases make more values than a topology can have`,
        t`write the values out`,
      );
    if (error instanceof RangeError) return stop(t`the values are nested too deeply`, deepest());
    throw error;
  }
}
