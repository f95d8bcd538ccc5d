import { link, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { SwarmlabError } from '../errors/index.ts';
import { readIfThere } from './workspace.ts';

/** Who holds the lock. */
interface Holder {
  pid: number;
  command: string;
  since: string;
}

/**
 * Runs `work` as the only changing command on a workspace. A second one gets E_LOCKED and is told who holds it; the lock
 * of a process that was killed is taken over, and one from before this computer started. `now`: milliseconds since 1970.
 */
export async function withLock<T>(
  file: string,
  command: string,
  now: () => number,
  work: () => Promise<T>,
): Promise<T> {
  const begun = now();
  const booted = begun - os.uptime() * 1000;
  await take(file, { pid: process.pid, command, since: new Date(begun).toISOString() }, booted);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string, holder: Holder, booted: number): Promise<void> {
  try {
    await create(file, holder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const other = await readHolder(file);
    if (other && isAtWork(other, booted)) throw locked(other, file);
    await rm(file, { force: true });
    await create(file, holder).catch(async (second) => {
      const winner = await readHolder(file);
      throw winner ? locked(winner, file) : second;
    });
  }
}

/** Written beside and linked into place: whoever sees the lock sees its holder too. EEXIST where it is held. */
async function create(file: string, holder: Holder): Promise<void> {
  const draft = `${file}.${holder.pid}`;
  await writeFile(draft, JSON.stringify(holder));
  try {
    await link(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
}

async function readHolder(file: string): Promise<Holder | undefined> {
  const text = await readIfThere(file);
  // Empty where this computer lost power before its disk had it.
  return text ? JSON.parse(text) : undefined;
}

/** After a start of this computer the number of a process that is gone belongs to another; clocks may be set by a minute. */
function isAtWork({ pid, since }: Holder, booted: number): boolean {
  return isAlive(pid) && !(Date.parse(since) < booted - 60_000);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function locked(holder: Holder, file: string): SwarmlabError {
  return new SwarmlabError(
    'E_LOCKED',
    `\`swarmlab ${holder.command}\` is at work on this cluster (process ${holder.pid}, since ${holder.since})`,
    {
      fix: `Wait for it, or end it with \`kill ${holder.pid}\`. If no such process is yours, remove ${file}.`,
    },
  );
}
