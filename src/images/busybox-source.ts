import { hasCode } from '../errors/index.ts';
import type { Command, Result, Runner } from '../transport/runner.ts';
import type { ImageRecipes } from './recipe.ts';

/** What a source of busybox gets to work with. */
export interface BusyboxRequest {
  arch: 'amd64' | 'arm64';
  names: ImageRecipes['busybox'];
  /** An empty folder of its own. */
  folder: string;
  runner: Runner;
}

/** Where the binary lies and what it is, or why this source has none. */
export type BusyboxAnswer = { file: string; source: string } | { reason: string };

/** Runs a command that may be missing; undefined when it is. */
export async function runIfThere(runner: Runner, command: Command): Promise<Result | undefined> {
  try {
    return await runner.run(command);
  } catch (error) {
    if (hasCode(error, 'E_COMMAND_MISSING')) return undefined;
    throw error;
  }
}

/** The last line a failed command wrote, for a reason. */
export function lastLine(result: Result): string {
  return (result.stderr.trim() || result.stdout.trim()).split('\n').at(-1) ?? '';
}
