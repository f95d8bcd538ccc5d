import path from 'node:path';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';

/** The operating system's refusal to write a file as E_FILE, with its reason; any other error as it is. */
export function cannotWrite(file: string, cause: unknown): unknown {
  const code =
    cause instanceof Error && 'syscall' in cause && 'code' in cause ? String(cause.code) : undefined;
  if (code === undefined) return cause;
  const reason = reasonFor(code);
  const folder = path.dirname(file);
  return new SwarmlabError('E_FILE', t`cannot write ${file}: ${reason}`, {
    fix:
      code === 'ENOSPC'
        ? t`free some space and run it again`
        : t`make ${folder} a directory you can write to`,
    cause,
  });
}

function reasonFor(code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return t`permission denied`;
    case 'EROFS':
      return t`the file system is read-only`;
    case 'ENOSPC':
      return t`no space left on the disk`;
    case 'EISDIR':
      return t`it is a directory`;
    case 'ENOTDIR':
      return t`a part of the path is a file, not a directory`;
    default:
      return code;
  }
}
