import type { Document, LineCounter, YAMLError } from 'yaml';
import { openedAt } from './opened-at.ts';
import type { Problem } from './problem.ts';
import { syntaxFix } from './syntax-fix.ts';

/** Makes a problem at an offset of the text. */
export type PlaceAt = (
  offset: number,
  severity: Problem['severity'],
  message: string,
  fix: string,
) => Problem;

/** Finding what an error is about reads the whole document, so only the first few are looked into. */
const mostLookedInto = 20;

/** What the parser refuses (errors) or does not understand (warnings). */
export function syntaxProblems(doc: Document, text: string, lines: LineCounter, at: PlaceAt): Problem[] {
  const exhausted = doc.errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  // How deep the parser came says more of its stack than of the file.
  if (exhausted) return [at(0, 'error', ...syntaxFix(exhausted, text))];
  const errors = oneALine(doc.errors, lines).map((error, i) => {
    const opened = i < mostLookedInto ? openedAt(doc, text, error) : undefined;
    return at(opened ?? error.pos[0], 'error', ...syntaxFix(error, text, opened));
  });
  const warnings = doc.warnings.map((warning) => at(warning.pos[0], 'warning', ...syntaxFix(warning, text)));
  return [...errors, ...warnings];
}

// What follows a syntax error in the same line is mostly its echo.
function oneALine(errors: readonly YAMLError[], lines: LineCounter): YAMLError[] {
  const seen = new Set<number>();
  return errors.filter(({ pos }) => {
    const { line } = lines.linePos(pos[0]);
    if (seen.has(line)) return false;
    seen.add(line);
    return true;
  });
}
