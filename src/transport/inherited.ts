import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';

export interface InheritedOptions {
  /** The command's environment; ours when absent. */
  env?: NodeJS.ProcessEnv;
  /** Ends the command with SIGTERM. One that a terminal's Ctrl-C reached has ended by itself by then. */
  signal?: AbortSignal;
  /** Where a missing program comes from: one line. */
  install: string;
}

/** Runs a local command to its end; see {@link runInherited}. */
export type RunInherited = typeof runInherited;

/**
 * Runs a local command on our own terminal: standard input, output and error are ours, so is Ctrl-C. Resolves with its exit
 * code, 128 + n when signal n ended it. E_COMMAND_MISSING when there is no such program.
 */
export function runInherited(
  argv: readonly [string, ...string[]],
  options: InheritedOptions,
): Promise<number> {
  const [program, ...args] = argv;
  const { env, signal, install } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', ...(env ? { env } : {}) });
    const end = () => void child.kill('SIGTERM');
    signal?.addEventListener('abort', end, { once: true });
    if (signal?.aborted) end();
    const over = () => signal?.removeEventListener('abort', end);
    child.on('error', (error: NodeJS.ErrnoException) => {
      over();
      reject(cannotStart(program, error, install));
    });
    child.on('close', (code, name) => {
      over();
      resolve(code ?? 128 + (name ? constants.signals[name] : 0));
    });
  });
}

function cannotStart(program: string, cause: NodeJS.ErrnoException, install: string): SwarmlabError {
  if (cause.code === 'ENOENT') {
    return new SwarmlabError('E_COMMAND_MISSING', t`${program} is not installed`, { fix: install, cause });
  }
  return new SwarmlabError('E_COMMAND_FAILED', t`${program} cannot be started: ${cause.message}`, {
    fix: install,
    cause,
  });
}
