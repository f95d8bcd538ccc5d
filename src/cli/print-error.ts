import { t } from 'ttag';
import { ConfigError } from '../config/problem.ts';
import { SwarmlabError } from '../errors/index.ts';
import { type Io, note } from './io.ts';
import { palette } from './palette.ts';

/**
 * Shows an error as one sentence, its code, the fix and the log, and what is known of the problem that its output tells of;
 * returns the exit code it stands for.
 */
export async function printError(io: Io, thrown: unknown, logFile?: string): Promise<number> {
  const paint = palette(io.stderr, io.env);
  const fix = paint.bold(t`fix:`);
  const error = thrown instanceof SwarmlabError ? await withWhatIsKnown(thrown) : thrown;
  if (!(error instanceof SwarmlabError)) {
    const what = error instanceof Error ? error.message : String(error);
    note(io, `${paint.red(t`error:`)} ${t`unexpected: ${what}`}`);
    note(io, `  ${fix} ${t`This is a bug in swarmlab; please report it with the log.`}`);
    if (logFile) note(io, `  ${t`log: ${logFile}`}`);
    return 3;
  }
  if (error instanceof ConfigError) note(io, error.report);
  note(io, `${paint.red(t`error:`)} ${error.message} ${paint.dim(`[${error.code}]`)}`);
  if (error.why) note(io, `  ${paint.bold(t`cause:`)} ${error.why}`);
  note(io, `  ${fix} ${error.fix}`);
  if (error.link) note(io, `  ${t`more: ${error.link}`}`);
  if (logFile) note(io, `  ${t`log: ${logFile}`}`);
  return error.exitCode;
}

/** Loaded when it is needed: most commands do not fail, and most that do say why. */
async function withWhatIsKnown(error: SwarmlabError): Promise<SwarmlabError> {
  if (!error.unexplained) return error;
  return (await import('../errors/known-problems.ts')).explained(error);
}
