import { type Document, isMap, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { type Locate, locateIn, sourceIn } from './locate.ts';
import { openedAt } from './opened-at.ts';
import type { Path, Problem } from './problem.ts';
import { printable, show, showText } from './show.ts';
import { deepest, syntaxFix } from './syntax-fix.ts';

/** YAML text as values, with what is wrong with it. `root` is absent where the values cannot be trusted. */
export interface Yaml {
  root?: Record<string, unknown>;
  problems: Problem[];
  locate: Locate;
  /** A scalar exactly as it is written, so that 20.10 is not shown as 20.1. */
  written: (path: Path) => string | undefined;
}

const mostAliases = 100;
/** After these the parser has understood everything else, so the schema can be held against the values too. */
const harmless = new Set(['DUPLICATE_KEY', 'MULTIPLE_DOCS']);

/** Parses YAML. Never throws: whatever is wrong with the text is a problem. */
export function readYaml(text: string, file: string): Yaml {
  const lines = new LineCounter();
  // At level warn the parser writes warnings of its own to stderr.
  const doc = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const locate = locateIn(doc, lines, file);
  const written = (path: Path) => sourceIn(doc, path);
  const at = (severity: Problem['severity'], offset: number, message: string, fix: string): Problem => {
    const { line, col } = lines.linePos(offset);
    return { severity, file, line, column: col, message, fix };
  };
  const told = (severity: Problem['severity']) => (error: YAMLError) => {
    const opened = openedAt(doc, error);
    return at(severity, opened ?? error.pos[0], ...syntaxFix(error, text, opened));
  };
  const problems = [...oneALine(doc.errors, lines).map(told('error')), ...doc.warnings.map(told('warning'))];
  const stop = (message: string, fix: string): Yaml => ({
    problems: [...problems, locate({ severity: 'error', path: [], message, fix })],
    locate,
    written,
  });

  if (doc.errors.some(({ code }) => !harmless.has(code))) return { problems, locate, written };
  if (doc.contents === null) return stop('the file is empty', 'run `swarmlab init` to write one');
  try {
    const aliases = aliasProblems(doc, at);
    if (aliases.length > 0) return { problems: [...problems, ...aliases], locate, written };
    if (!isMap(doc.contents)) {
      const got = show(doc.contents.toJSON());
      return stop(`the file must be a mapping of keys to values (got ${got})`, 'begin it with `version: 1`');
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
        'aliases (*name) of aliases make more values than a topology can have',
        'write the values out',
      );
    if (error instanceof RangeError) return stop('the values are nested too deeply', deepest);
    throw error;
  }
}

// What follows a syntax error in the same line is mostly its echo.
function oneALine(errors: readonly YAMLError[], lines: LineCounter): YAMLError[] {
  const exhausted = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  if (exhausted) return [exhausted];
  const seen = new Set<number>();
  return errors.filter(({ pos }) => {
    const { line } = lines.linePos(pos[0]);
    return !seen.has(line) && seen.add(line);
  });
}

function aliasProblems(
  doc: Document,
  at: (...args: ['error', number, string, string]) => Problem,
): Problem[] {
  const problems: Problem[] = [];
  let aliases = 0;
  visit(doc, {
    Alias(_, alias) {
      const offset = alias.range?.[0] ?? 0;
      aliases++;
      if (aliases > mostAliases) {
        const message = `more than ${mostAliases} aliases (*name), which is no topology`;
        problems.push(at('error', offset, message, 'write the values out'));
        return visit.BREAK;
      }
      const target = alias.resolve(doc);
      if (!target) {
        const message = `the alias ${showText(`*${alias.source}`)} has no anchor before it`;
        problems.push(
          at('error', offset, message, `write the value out, or mark it with &${printable(alias.source)}`),
        );
      } else if (target.range && offset < target.range[1]) {
        const message = `the alias ${showText(`*${alias.source}`)} stands inside the value it repeats`;
        problems.push(at('error', offset, message, 'write the value out'));
      }
      return undefined;
    },
  });
  return problems;
}
