import { readdir, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { isAlive } from '../files/process-alive.ts';

/**
 * Where a file is put together before it gets its name. What a process that was killed left of it is taken over, so that a
 * download goes on; of those that want it, one gets it.
 */
export async function partOf(file: string): Promise<string> {
  const mark = `${path.basename(file)}.part-${hostname()}-`;
  const own = path.join(path.dirname(file), `${mark}${process.pid}`);
  for (const name of await readdir(path.dirname(file))) {
    const pid = name.startsWith(mark) ? Number(name.slice(mark.length)) : Number.NaN;
    if (pid === process.pid) return own;
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    const left = path.join(path.dirname(file), name);
    // Another process may have been quicker.
    if (
      await rename(left, own).then(
        () => true,
        () => false,
      )
    )
      return own;
  }
  return own;
}
