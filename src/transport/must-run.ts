import { t } from 'ttag';
import { type ErrorCode, SwarmlabError } from '../errors/index.ts';
import { shellLine } from './quote.ts';
import type { Command, Result, Runner } from './runner.ts';

/** What to tell the user when the command exits with anything but 0. */
export interface Failure {
  code: ErrorCode;
  /** What failed, as the beginning of a sentence: `could not create the network`. */
  what: string;
  fix: string;
  node?: string;
}

/** Runs a command that must exit with 0; otherwise throws the failure, with the last line of its error output as the reason. */
export async function mustRun(runner: Runner, command: Command, failure: Failure): Promise<Result> {
  const result = await runner.run(command);
  if (result.exitCode === 0) return result;
  throw commandFailed(command, result, failure);
}

/** The error for a command that exited with anything but 0. */
export function commandFailed(command: Command, result: Result, failure: Failure): SwarmlabError {
  const lines = (result.stderr.trim() || result.stdout.trim()).split('\n');
  const reason = lines.at(-1)?.trim() || t`exit code ${result.exitCode}`;
  const where = failure.node ? `${failure.node}: ` : '';
  return new SwarmlabError(failure.code, `${where}${failure.what}: ${reason}`, {
    fix: failure.fix,
    ...(failure.node ? { node: failure.node } : {}),
    unexplained: true,
    output: `$ ${shellLine(command.argv)}\n${result.stdout}${result.stderr}`,
  });
}
