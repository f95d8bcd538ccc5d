import { realpath } from 'node:fs/promises';
import path from 'node:path';

/** Whether a path that exists is in a folder, whatever links are on the way to either. */
export async function isInside(folder: string, file: string): Promise<boolean> {
  const way = path.relative(await realpath(folder), await realpath(file));
  return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way);
}
