import { lstat, readdir, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { FileContent, TarEntry } from './tar.ts';

/**
 * The files of a folder as entries of a layer, sorted. Modes are made plain, so that they do not depend on who unpacked them:
 * a file that its owner may run is one that everybody may run. `keeps`: whether a path is taken; a folder that is not takes
 * what is in it along.
 */
export async function rootEntries(
  root: string,
  keeps: (path: string) => boolean,
): Promise<TarEntry<FileContent>[]> {
  const entries: TarEntry<FileContent>[] = [];
  const walk = async (folder: string) => {
    const names = (await readdir(path.join(root, folder))).sort((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    );
    for (const name of names) {
      const at = path.posix.join(folder, name);
      if (!keeps(at)) continue;
      const file = path.join(root, at);
      const found = await lstat(file);
      if (found.isSymbolicLink()) entries.push({ type: 'symlink', path: at, target: await readlink(file) });
      else if (found.isFile()) {
        const mode = found.mode & 0o100 ? 0o755 : 0o644;
        entries.push({ type: 'file', path: at, content: { file, bytes: found.size }, mode });
      } else if (found.isDirectory()) {
        entries.push({ type: 'folder', path: at });
        await walk(at);
      }
    }
  };
  await walk('');
  return entries;
}
