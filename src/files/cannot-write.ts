import path from 'node:path';
import { SwarmlabError } from '../errors/index.ts';

/** The operating system's refusal to write a file as E_FILE, with its reason; any other error as it is. */
export function cannotWrite(file: string, cause: unknown): unknown {
  const code =
    cause instanceof Error && 'syscall' in cause && 'code' in cause ? String(cause.code) : undefined;
  if (code === undefined) return cause;
  return new SwarmlabError('E_FILE', `cannot write ${file}: ${reasons[code] ?? code}`, {
    fix:
      code === 'ENOSPC'
        ? 'free some space and run it again'
        : `make ${path.dirname(file)} a directory you can write to`,
    cause,
  });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the disk',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is a file, not a directory',
};
