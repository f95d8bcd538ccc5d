import { CommanderError } from 'commander';
import { SwarmlabError } from '../errors/index.ts';
import type { Io } from './io.ts';
import { Logged } from './logged.ts';
import { printError } from './print-error.ts';
import { buildProgram } from './program.ts';

/**
 * The whole program: arguments in, exit code out (0 done, 1 a check failed, 2 bad use, 3 the environment, 4 the cluster,
 * 130 interrupted). The first Ctrl-C stops cleanly; a second one leaves at once.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const abort = new AbortController();
  const interrupt = () => {
    if (abort.signal.aborted) io.exit(130);
    abort.abort(interrupted());
  };
  io.on('SIGINT', interrupt);
  io.on('SIGTERM', interrupt);
  let exitCode = 0;
  try {
    const program = buildProgram({ io, signal: abort.signal, exitWith: (code) => (exitCode = code) });
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const { cause, logFile } = error instanceof Logged ? error : { cause: error, logFile: undefined };
    return printError(io, abort.signal.aborted ? abort.signal.reason : cause, logFile);
  } finally {
    io.off('SIGINT', interrupt);
    io.off('SIGTERM', interrupt);
  }
}

function interrupted(): SwarmlabError {
  return new SwarmlabError('E_INTERRUPTED', 'interrupted', {
    fix: 'Run the same command again: it goes on from here.',
  });
}
