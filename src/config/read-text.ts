import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';

/** Bytes; a topology of 200 nodes has 40 KiB. */
const largest = 64 * 1024;

/**
 * Reads swarmlab.yaml as text. `shown` is the path as the user knows it.
 * Throws E_NO_CONFIG when it is not there and E_CONFIG when it is no readable UTF-8 text file.
 */
export async function readText(path: string, shown: string): Promise<string> {
  try {
    const found = await stat(path);
    if (found.isDirectory())
      throw refused(t`${shown} is a directory`, t`move it away and run \`swarmlab init\``);
    if (!found.isFile())
      throw refused(t`${shown} is not a regular file`, t`move it away and run \`swarmlab init\``);
    if (found.size > largest) {
      const size = Math.ceil(found.size / 1024);
      const message = t`${shown} is too large for a topology: ${size} KiB, and 64 is the limit`;
      throw refused(message, t`move it away and run \`swarmlab init\``);
    }
    return decode(await readFile(path), shown);
  } catch (error) {
    throw explained(error, path, shown);
  }
}

/** Throws E_NO_CONFIG when there is nothing at `path`: for commands that want to say so before they do anything. */
export async function requireText(path: string): Promise<void> {
  try {
    await stat(path);
  } catch (error) {
    throw explained(error, path, path);
  }
}

function decode(bytes: Buffer, shown: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    throw refused(t`${shown} is UTF-16 text`, t`save it as UTF-8: in Notepad, Save as, Encoding UTF-8`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw refused(
      t`${shown} is not UTF-8 text`,
      t`save it as UTF-8, or move it away and run \`swarmlab init\``,
      cause,
    );
  }
  if (text.includes('\0'))
    throw refused(t`${shown} is a binary file, not text`, t`move it away and run \`swarmlab init\``);
  return text;
}

function refused(message: string, fix: string, cause?: unknown): SwarmlabError {
  return new SwarmlabError('E_CONFIG', message, { fix, cause });
}

function explained(error: unknown, path: string, shown: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (error instanceof SwarmlabError || typeof code !== 'string') return error;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const folder = dirname(resolve(path));
    const message = t`no swarmlab.yaml in ${folder}`;
    return new SwarmlabError('E_NO_CONFIG', message, {
      fix: t`run \`swarmlab init\` there, or name its directory with -C DIR`,
      cause: error,
    });
  }
  const why = code === 'EACCES' || code === 'EPERM' ? t`permission denied` : code;
  return refused(t`${shown} cannot be read: ${why}`, t`make it readable: chmod u+r ${shown}`, error);
}
