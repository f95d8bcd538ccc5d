import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { isAlive } from '../files/process-alive.ts';
import { readIfThere } from '../files/read-if-there.ts';

/** Who holds the lock. */
interface Holder {
  pid: number;
  command: string;
  since: string;
  /** Which start of this computer it is from, where that has an id (Linux). */
  boot?: string;
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
  const boot = await bootId();
  const holder = {
    pid: process.pid,
    command,
    since: new Date(begun).toISOString(),
    ...(boot ? { boot } : {}),
  };
  await take(file, holder, begun - os.uptime() * 1000);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string, holder: Holder, booted: number): Promise<void> {
  for (;;) {
    try {
      return await create(file, holder);
    } catch (error) {
      unless(error, 'EEXIST');
    }
    const text = await readIfThere(file);
    // It was let go just now.
    if (text === undefined) continue;
    const other = parseHolder(text);
    if (other && isAtWork(other, holder.boot, booted)) throw locked(other, file);
    await removeStale(file, text, holder.pid);
  }
}

/** Takes a dead process's lock away. It may be somebody's new one by now: then that is put back. */
async function removeStale(file: string, text: string, pid: number): Promise<void> {
  const aside = `${file}.${pid}.stale`;
  try {
    await rename(file, aside);
  } catch (error) {
    return unless(error, 'ENOENT');
  }
  try {
    if ((await readIfThere(aside)) !== text) await link(aside, file);
  } catch (error) {
    unless(error, 'EEXIST');
  } finally {
    await rm(aside, { force: true });
  }
}

function unless(error: unknown, code: string): void {
  if ((error as NodeJS.ErrnoException).code !== code) throw error;
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

function parseHolder(text: string): Holder | undefined {
  try {
    return JSON.parse(text);
  } catch {
    // This computer lost power before its disk had the file's content, and with it the process that wrote it.
    return undefined;
  }
}

/** After a start of this computer the number of a process that is gone belongs to another; clocks may be set by a minute. */
function isAtWork({ pid, since, boot }: Holder, thisBoot: string | undefined, booted: number): boolean {
  const before = boot && thisBoot ? boot !== thisBoot : Date.parse(since) < booted - 60_000;
  return isAlive(pid) && !before;
}

function bootId(): Promise<string | undefined> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim(),
    () => undefined,
  );
}

function locked(holder: Holder, file: string): SwarmlabError {
  return new SwarmlabError(
    'E_LOCKED',
    t`\`swarmlab ${holder.command}\` is at work on this cluster (process ${holder.pid}, since ${holder.since})`,
    {
      fix: t`Wait for it, or end it with \`kill ${holder.pid}\`. If no such process is yours, remove ${file}.`,
    },
  );
}
