import { hasCode } from '../errors/index.ts';
import type { Command, Runner } from '../transport/runner.ts';

/** What came of asking a tool: its answer, or why there is none. */
export type Asked =
  | { state: 'answered'; stdout: string; stderr: string }
  | { state: 'failed'; stdout: string; stderr: string }
  | { state: 'missing' }
  | { state: 'silent' };

/** A runner whose commands end in time. */
export function impatient(runner: Runner): Runner {
  return { run: (command) => runner.run({ timeout: patience, ...command }) };
}

/** How long a tool may take to say its version, in ms. Vagrant needs two seconds and more where the computer is slow. */
const patience = 8_000;

/** Runs a tool that says something of itself; it may not be there, not answer in time, or fail. */
export async function ask(runner: Runner, argv: Command['argv'], env?: Command['env']): Promise<Asked> {
  try {
    const { exitCode, stdout, stderr } = await impatient(runner).run({ argv, ...(env ? { env } : {}) });
    return { state: exitCode === 0 ? 'answered' : 'failed', stdout, stderr };
  } catch (error) {
    if (hasCode(error, 'E_COMMAND_MISSING')) return { state: 'missing' };
    if (hasCode(error, 'E_TIMEOUT')) return { state: 'silent' };
    if (hasCode(error, 'E_COMMAND_FAILED')) return { state: 'failed', stdout: '', stderr: error.message };
    throw error;
  }
}

/** What a tool printed where it answered. */
export function answer(asked: Asked | undefined): string | undefined {
  return asked?.state === 'answered' ? asked.stdout : undefined;
}

export function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
