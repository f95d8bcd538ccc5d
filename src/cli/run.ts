import { setMaxListeners } from 'node:events';
import { CommanderError } from 'commander';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { speak } from '../language/speak.ts';
import type { Io } from './io.ts';
import { languageMeant } from './language-meant.ts';
import { Logged } from './logged.ts';
import { printError } from './print-error.ts';
import { buildProgram } from './program.ts';
import { useOwnEnvironment } from './shell/shell-env.ts';
import { usageError } from './usage-error.ts';

/**
 * The whole program: arguments in, exit code out (0 done, 1 a check failed, 2 bad use, 3 the environment, 4 the cluster,
 * 130 interrupted). The first Ctrl-C stops cleanly; a second one leaves at once.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const abort = new AbortController();
  // All nodes at once, with some transfers each: many listen to the one signal, and none of them is a leak.
  setMaxListeners(0, abort.signal);
  const interrupt = () => {
    if (abort.signal.aborted) io.exit(130);
    abort.abort(interrupted());
  };
  io.on('SIGINT', interrupt);
  io.on('SIGTERM', interrupt);
  // As in `swarmlab status | head -1`: whoever read our output has gone and needs no more of it.
  io.stdout.on('error', ignoreClosedPipe);
  let exitCode = 0;
  useOwnEnvironment(io.env);
  const language = languageMeant(argv, io.env);
  await speak(language);
  const program = buildProgram({ io, language, signal: abort.signal, exitWith: (code) => (exitCode = code) });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version come as errors too.
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    if (error instanceof CommanderError && error.code === 'commander.help') return 2;
    if (error instanceof CommanderError) return await printError(io, usageError(error, program, argv));
    const { cause, logFile } = error instanceof Logged ? error : { cause: error, logFile: undefined };
    return await printError(io, abort.signal.aborted ? abort.signal.reason : cause, logFile);
  } finally {
    io.off('SIGINT', interrupt);
    io.off('SIGTERM', interrupt);
  }
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function interrupted(): SwarmlabError {
  return new SwarmlabError('E_INTERRUPTED', t`interrupted`, {
    fix: t`Run the same command again: it goes on from here.`,
  });
}
