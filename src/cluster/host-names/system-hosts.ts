import { constants } from 'node:fs';
import { access, readFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { hasCode, SwarmlabError } from '../../errors/index.ts';
import { commandFailed } from '../../transport/must-run.ts';
import type { Runner } from '../../transport/runner.ts';
import { looksRefused } from '../../transport/sudo.ts';
import { replaceScript } from '../hosts-file.ts';
import { EndlessBlock } from './block.ts';

/** This computer's hosts file, and the ways to it. */
export interface SystemHosts {
  file: string;
  runner: Runner;
  platform?: NodeJS.Platform;
  /** Whether this user may replace a file; found out when absent. */
  mayReplace?: (file: string) => Promise<boolean>;
}

/** `SWARMLAB_HOSTS_FILE`, else the system's own. */
export function hostsPath(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  if (env.SWARMLAB_HOSTS_FILE) return path.resolve(env.SWARMLAB_HOSTS_FILE);
  if (platform !== 'win32') return '/etc/hosts';
  return path.win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'hosts');
}

/** Its text, a character for each byte. E_FILE. */
export async function readHosts({ file }: Pick<SystemHosts, 'file'>): Promise<string> {
  try {
    return await readFile(file, 'latin1');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new SwarmlabError('E_FILE', t`cannot read ${file}: ${code}`, {
      fix: t`SWARMLAB_HOSTS_FILE names another file, where this computer has its own elsewhere.`,
      cause,
    });
  }
}

/**
 * Changes it: reads it, and writes what `change` makes of it. Mode and owner stay. Returns whether there was anything to change. Root goes
 * through `sudo -n` where this user may not write it. E_FILE with the way to get there.
 */
export async function changeHosts(hosts: SystemHosts, change: (text: string) => string): Promise<boolean> {
  const text = await readHosts(hosts);
  const wanted = ending(hosts, () => change(text));
  if (wanted === text) return false;
  await write(hosts, Buffer.from(wanted, 'latin1'));
  return true;
}

/** What is told of a block without an end, with the line that it lacks. */
export function ending<T>({ file }: Pick<SystemHosts, 'file'>, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof EndlessBlock)) throw cause;
    throw new SwarmlabError('E_FILE', t`${file}: swarmlab's block has lost its last line`, {
      fix: t`Put the line \`${cause.missing}\` back where the block ends, or take the block out by hand.`,
      cause,
    });
  }
}

async function write(
  { file, runner, platform = process.platform, mayReplace = isReplaceable }: SystemHosts,
  content: Buffer,
): Promise<void> {
  if (platform === 'win32') return writeInPlace(file, content);
  // A symbolic link is followed: it stays one.
  const target = await realpath(file);
  const sudo = (await mayReplace(target)) ? [] : ['sudo', '-n'];
  const [program = 'sh', ...args] = [...sudo, 'sh', '-c', replaceScript, 'swarmlab-hosts', target];
  const command = { argv: [program, ...args] as [string, ...string[]], input: content, timeout: 30_000 };
  const result = await runner.run(command).catch((error: unknown) => {
    if (sudo.length > 0 && hasCode(error, 'E_COMMAND_MISSING')) throw sudoMissing(file, error);
    throw error;
  });
  if (result.exitCode === 0) return;
  if (sudo.length > 0 && looksRefused(result)) throw passwordWanted(file);
  throw commandFailed(command, result, {
    code: 'E_FILE',
    what: t`could not write ${file}`,
    fix: t`Look at permissions and free space there, then run the same command again.`,
  });
}

function sudoMissing(file: string, cause: unknown): SwarmlabError {
  return new SwarmlabError('E_FILE', t`${file} belongs to root, and there is no sudo`, {
    fix: t`As root, edit ${file} by hand; \`swarmlab hosts show\` tells which names there are.`,
    cause,
  });
}

function passwordWanted(file: string): SwarmlabError {
  return new SwarmlabError('E_FILE', t`${file} belongs to root, and sudo asks for a password`, {
    fix: t`Run \`sudo -v\`, which asks for it once, then the same command again.`,
  });
}

async function isReplaceable(file: string): Promise<boolean> {
  try {
    await Promise.all([access(file, constants.W_OK), access(path.dirname(file), constants.W_OK)]);
    return true;
  } catch {
    return false;
  }
}

async function writeInPlace(file: string, content: Buffer): Promise<void> {
  await writeFile(file, content).catch((cause: NodeJS.ErrnoException) => {
    throw new SwarmlabError('E_FILE', t`cannot write ${file}: ${cause.code}`, {
      fix: t`Run the same command in a terminal that was opened as administrator.`,
      cause,
    });
  });
}
