import { ConfigError } from '../config/problem.ts';
import { SwarmlabError } from '../errors/index.ts';
import { type Io, note } from './io.ts';
import { palette } from './palette.ts';

/** Shows an error as one sentence, its code, the fix and the log; returns the exit code it stands for. */
export function printError(io: Io, error: unknown, logFile?: string): number {
  const paint = palette(io.stderr, io.env);
  if (!(error instanceof SwarmlabError)) {
    const what = error instanceof Error ? error.message : String(error);
    note(io, `${paint.red('error:')} unexpected: ${what}`);
    note(io, `  ${paint.bold('fix:')} This is a bug in swarmlab; please report it with the log.`);
    if (logFile) note(io, `  log: ${logFile}`);
    return 3;
  }
  if (error instanceof ConfigError) note(io, error.report);
  note(io, `${paint.red('error:')} ${error.message} ${paint.dim(`[${error.code}]`)}`);
  note(io, `  ${paint.bold('fix:')} ${error.fix}`);
  if (logFile) note(io, `  log: ${logFile}`);
  return error.exitCode;
}
