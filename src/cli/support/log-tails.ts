import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Collection } from './collection.ts';
import { mostOfOne, redactTail } from './redact.ts';

const mebibyte = 2 ** 20;
/** Bytes of all logs together; the newest come first. */
const mostOfAll = 8 * mebibyte;
/** Bytes. */
const longestName = 90;

/** Adds the ends of the log files in a folder, as text, whatever they hold. */
export async function addLogTails(collection: Collection, folder: string): Promise<void> {
  const files = await logFiles(folder);
  if (files.length === 0) collection.leaveOut('logs', 'there are none');
  let left = mostOfAll;
  for (const { name, bytes } of files) {
    const most = Math.min(mostOfOne, left);
    if (Buffer.byteLength(name) > longestName) {
      collection.leaveOut('a log', 'its name is too long for a tar file');
      continue;
    }
    if (most === 0) {
      collection.leaveOut(`logs/${name}`, `newer logs have ${mostOfAll / mebibyte} MiB already`);
      continue;
    }
    await collection.attempt(`logs/${name}`, async () => {
      const tail = await tailOf(path.join(folder, name), most);
      left -= Math.min(bytes, most);
      collection.add(
        `logs/${name}`,
        redactTail(tail),
        bytes > most ? `the last ${mib(most)} of ${mib(bytes)}` : undefined,
      );
    });
  }
}

/** Regular files alone: a link may lead to anything. */
async function logFiles(folder: string): Promise<{ name: string; bytes: number; changed: number }[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = entries.filter((entry) => entry.isFile());
  const found = await Promise.all(
    files.map(async ({ name }) => {
      const { size, mtimeMs } = await stat(path.join(folder, name));
      return { name, bytes: size, changed: mtimeMs };
    }),
  );
  return found.sort((a, b) => b.changed - a.changed);
}

/** The last `most` bytes of a file, from the beginning of a line on: of a token that is cut nobody sees what it is. */
async function tailOf(file: string, most: number): Promise<string> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - most);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(most, size)), 0, undefined, from);
    const bytes = buffer.subarray(0, bytesRead);
    return from === 0
      ? bytes.toString('utf8')
      : bytes.toString('utf8', bytes.indexOf(0x0a) + 1 || bytes.length);
  } finally {
    await handle.close();
  }
}

function mib(bytes: number): string {
  return `${(bytes / mebibyte).toFixed(1)} MiB`;
}
