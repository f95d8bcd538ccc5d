import { randomUUID } from 'node:crypto';
import { mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cannotWrite } from '../files/cannot-write.ts';

/**
 * Writes a file so that anybody sees the old content or the new, never a part: beside it, then renamed into place. Its
 * directory is made. `mode`: permission bits; without it those of the old file stay (0o644 for a new one). A symbolic link is followed.
 * Throws E_FILE naming the file and the reason; nothing is left behind then.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Uint8Array,
  mode?: number,
): Promise<void> {
  try {
    const target = await orElse(realpath(path), path);
    const bits = mode ?? (await orElse(stat(target), { mode: 0o644 })).mode & 0o7777;
    await mkdir(dirname(target), { recursive: true });
    await replace(target, content, bits);
  } catch (cause) {
    throw cannotWrite(path, cause);
  }
}

async function replace(target: string, content: string | Uint8Array, mode: number): Promise<void> {
  const beside = join(dirname(target), `.${basename(target)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    const file = await open(beside, 'wx', mode);
    try {
      // The umask may have taken bits off.
      await file.chmod(mode);
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function orElse<T>(promise: Promise<T>, fallback: T | Partial<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return fallback as T;
    throw error;
  }
}
