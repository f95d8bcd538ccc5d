import { lstat } from 'node:fs/promises';
import { t } from 'ttag';
import { hashFile } from '../files/hash-file.ts';
import { readableSize } from '../files/readable-size.ts';
import type { KitFile } from './manifest.ts';

/** What is wrong with a file of a kit. */
export interface Flaw {
  state: 'missing' | 'cut' | 'damaged' | 'swapped';
  /** The rest of a sentence that begins with the file's name. */
  says: string;
}

/**
 * Reads a file whole and compares it with what the kit's manifest says of it; undefined where it is just that. `all`: the
 * files of the kit, to tell which other one it is.
 */
export async function judgeFile(
  path: string,
  expected: KitFile,
  all: readonly KitFile[],
  signal?: AbortSignal,
): Promise<Flaw | undefined> {
  const seen = await lstat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (!seen) return { state: 'missing', says: t`is missing` };
  if (!seen.isFile()) return { state: 'swapped', says: t`is a link or a folder, not a file` };
  const { sha256, bytes } = await hashFile(path, signal);
  if (sha256 === expected.sha256) return undefined;
  const other = all.find((file) => file.sha256 === sha256);
  if (other) return { state: 'swapped', says: t`holds what belongs into ${other.path}` };
  if (bytes < expected.bytes) {
    const [size, whole] = [readableSize(bytes), readableSize(expected.bytes)];
    return { state: 'cut', says: t`is cut: ${size} of ${whole}` };
  }
  const [found, wanted] = [short(sha256), short(expected.sha256)];
  return { state: 'damaged', says: t`is damaged: its sha256 is ${found}, not ${wanted}` };
}

function short(sha256: string): string {
  return `${sha256.slice(0, 12)}…`;
}
