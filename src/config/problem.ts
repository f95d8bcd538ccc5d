import { msgid, ngettext, t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';

/** One thing wrong with swarmlab.yaml, and the way out. */
export interface Problem {
  severity: 'error' | 'warning';
  /** The file as shown to the user. */
  file: string;
  /** Line and column, both from 1. */
  line: number;
  column: number;
  /** One sentence without a full stop, showing the bad value. */
  message: string;
  /** One line: what to write instead. */
  fix: string;
}

/** Where a path of swarmlab.yaml stands: keys and list indexes, from the root. */
export type Path = readonly (string | number)[];

/** A problem before it has a place: said of a path. */
export interface Finding extends Pick<Problem, 'severity' | 'message' | 'fix'> {
  /** The value at fault. */
  path: Path;
  /** Where to point when `path` is not written in the file, because it is a default. */
  otherwise?: Path;
  /** Point at the key, not at its value. */
  onKey?: boolean;
}

/** `swarmlab.yaml:12:7: error: nodes[1].role must be ... (got "boss")`, then the fix, indented, on a line of its own. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, severity, message, fix } = problem;
  const kind = severity === 'error' ? t`error` : t`warning`;
  return `${file}:${line}:${column}: ${kind}: ${message}\n  ${t`fix: ${fix}`}`;
}

const mostShown = 50;

/** The problems as text to print, errors and warnings in the order of the file; a very long list is cut with a count. */
export function formatProblems(problems: readonly Problem[]): string {
  const shown = problems.slice(0, mostShown).map(formatProblem);
  const left = problems.length - shown.length;
  return [...shown, ...(left > 0 ? [t`... and ${left} more`] : [])].join('\n');
}

/** swarmlab.yaml is wrong: E_CONFIG with every problem, warnings included. Print `report`, then message and fix. */
export class ConfigError extends SwarmlabError {
  readonly problems: readonly Problem[];

  constructor(file: string, problems: readonly Problem[]) {
    const errors = problems.filter(({ severity }) => severity === 'error');
    super('E_CONFIG', summary(file, errors.length, problems.length - errors.length), {
      fix:
        (errors.length === 1 && errors[0]?.fix) || t`correct each line named above and run the command again`,
      output: formatProblems(problems),
    });
    this.problems = problems;
  }

  /** Every problem with its place and its fix, as text for the terminal. */
  get report(): string {
    return formatProblems(this.problems);
  }
}

function summary(file: string, errors: number, warnings: number): string {
  const one = ngettext(msgid`${file} has ${errors} error`, `${file} has ${errors} errors`, errors);
  if (warnings === 0) return one;
  const next = ngettext(msgid`${warnings} warning`, `${warnings} warnings`, warnings);
  return t`${one} and ${next}`;
}
