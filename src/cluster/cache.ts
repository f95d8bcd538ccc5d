import { readdir, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';

/** Folders that we make in the cache. Whatever else is in the folder that SWARMLAB_CACHE names is the user's. */
const ours = ['docker-hosts', 'engine', 'images', 'kits', 'node-image'];

/** Removes the downloads, and the cache's own folder when nothing else is in it. */
export async function removeCache(folder: string): Promise<void> {
  for (const name of ours) await rm(path.join(folder, name), { recursive: true, force: true });
  const rest = await readdir(folder).catch(() => undefined);
  if (rest?.length === 0) await rmdir(folder);
}
