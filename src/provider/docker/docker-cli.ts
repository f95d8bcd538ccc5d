import { t } from 'ttag';
import { type ErrorCode, hasCode, type SwarmlabError } from '../../errors/index.ts';
import { commandFailed } from '../../transport/must-run.ts';
import type { Command, Result, Runner } from '../../transport/runner.ts';
import { dockerHostError, hostTrouble } from './host-error.ts';

/** How a docker command is run; all optional. */
type DockerOptions = Pick<Command, 'input' | 'timeout' | 'onLine'>;

/** What to say when a docker command fails. */
export interface DockerFailure {
  /** What failed, as the beginning of a sentence. */
  what: string;
  code?: ErrorCode;
  fix?: string;
  node?: string;
}

/**
 * The `docker` command, so DOCKER_HOST and contexts work as for the user. A host that does not answer is E_DOCKER_HOST
 * whatever was asked of it.
 */
export interface DockerCli {
  run(args: readonly string[], options?: DockerOptions): Promise<Result>;
  /** Runs what must exit with 0 and returns its standard output; else throws, by default with E_COMMAND_FAILED. */
  must(args: readonly string[], failure: DockerFailure, options?: DockerOptions): Promise<string>;
}

export function dockerCli(runner: Runner): DockerCli {
  const run = async (args: readonly string[], options: DockerOptions = {}): Promise<Result> => {
    const result = await runner.run({ argv: ['docker', ...args], ...options }).catch((error: unknown) => {
      if (hasCode(error, 'E_COMMAND_MISSING')) throw dockerHostError('no command', { cause: error });
      throw error;
    });
    const trouble = result.exitCode === 0 ? undefined : hostTrouble(result.stderr);
    if (trouble) throw dockerHostError(trouble, { output: result.stderr });
    return result;
  };
  return {
    run,
    async must(args, failure, options) {
      const result = await run(args, options);
      if (result.exitCode === 0) return result.stdout;
      throw dockerFailed(args, result, failure);
    },
  };
}

/** `docker create` with these arguments; one of that name that somebody made meanwhile is fine. */
export async function createUnlessThere(
  docker: DockerCli,
  args: readonly string[],
  failure: DockerFailure,
): Promise<void> {
  const result = await docker.run(args);
  if (result.exitCode === 0 || /is already in use by container/.test(result.stderr)) return;
  throw dockerFailed(args, result, failure);
}

/** Last lines of docker's error output that say nothing. */
const closing = /^(Error: failed to start containers: .*|Run 'docker .* --help' for more information)$/;

/** The error for a docker command that exited with anything but 0; by default E_COMMAND_FAILED. */
export function dockerFailed(args: readonly string[], result: Result, failure: DockerFailure): SwarmlabError {
  const lines = result.stderr.split('\n').filter((line) => !closing.test(line));
  return commandFailed(
    { argv: ['docker', ...args] },
    { ...result, stderr: lines.join('\n') },
    {
      code: 'E_COMMAND_FAILED',
      fix: t`Run the same command again; if it happens again, look at the log and at \`docker info\`.`,
      ...failure,
    },
  );
}

/** The non-empty lines of a command's output. */
export function outputLines(stdout: string): string[] {
  return stdout.split('\n').filter((line) => line.trim() !== '');
}
