import type { ChildProcess } from 'node:child_process';
import { type Result as ExecaResult, execa } from 'execa';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import type { Journal } from './journal.ts';
import { shellLine } from './quote.ts';
import type { Command, Result, Runner } from './runner.ts';

/** Runs commands on this computer. `signal` ends what is running (E_INTERRUPTED). */
export function localRunner(journal: Journal, signal?: AbortSignal): Runner {
  return {
    async run(command: Command): Promise<Result> {
      const [program, ...args] = command.argv;
      journal.write('local', `$ ${shellLine(command.argv)}`);
      const child = execa(program, args, {
        reject: false,
        stripFinalNewline: false,
        ...(command.input === undefined ? { stdin: 'ignore' as const } : { input: command.input }),
        ...(command.env ? { env: command.env } : {}),
        ...(command.cwd ? { cwd: command.cwd } : {}),
        ...(command.timeout ? { timeout: command.timeout, forceKillAfterDelay: 1000 } : {}),
        ...(signal ? { cancelSignal: signal } : {}),
      });
      if (command.timeout) letGo(child);
      if (command.onLine) void followLines(child, command.onLine);
      const result = await child;
      if (result.isCanceled) {
        throw new SwarmlabError('E_INTERRUPTED', t`${program} was interrupted`, {
          fix: t`Run the same command again; it goes on from here.`,
        });
      }
      if (result.timedOut) {
        throw new SwarmlabError('E_TIMEOUT', t`${program} took longer than ${command.timeout} ms`, {
          fix: t`Run the same command again; if it happens again, look at the log.`,
          unexplained: true,
          output: `${result.stdout}${result.stderr}`,
        });
      }
      if (result.exitCode === undefined) throw cannotRun(program, result);
      if (!command.secret)
        journal.write('local', `${result.stdout}${result.stderr}[exit ${result.exitCode}]`);
      return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
    },
  };
}

/** What a command has started may outlive it and hold its output open: nobody waits for that when its time is up and it was killed. */
function letGo(child: ChildProcess): void {
  child.once('exit', () => {
    if (!child.killed) return;
    child.stdout?.destroy();
    child.stderr?.destroy();
  });
}

async function followLines(child: AsyncIterable<unknown>, onLine: (line: string) => void): Promise<void> {
  for await (const line of child) onLine(String(line));
}

function cannotRun(
  program: string,
  result: Pick<ExecaResult, 'code' | 'signal' | 'cause' | 'shortMessage'>,
): SwarmlabError {
  if (result.code === 'ENOENT') {
    return new SwarmlabError('E_COMMAND_MISSING', t`${program} is not installed`, {
      fix: t`Install ${program}, or choose a provider that does without it.`,
      cause: result.cause,
    });
  }
  const by = result.signal ?? result.code ?? t`the system`;
  return new SwarmlabError('E_COMMAND_FAILED', t`${program} was ended by ${by}`, {
    fix: t`Run the same command again; if it happens again, look at the log.`,
    ...(result.shortMessage ? { output: result.shortMessage, unexplained: true } : {}),
    cause: result.cause,
  });
}
