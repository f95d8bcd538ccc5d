import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { isAlive } from './process-alive.ts';

const day = 24 * 60 * 60 * 1000;

/**
 * Makes a folder whole or not at all: it is built beside its place and renamed. Two processes may do it at once (the
 * second uses the first one's result); what a killed one left is removed by the next.
 */
export async function buildBeside(
  folder: string,
  isWhole: (folder: string) => Promise<boolean>,
  build: (part: string) => Promise<void>,
): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  await sweep(folder);
  const part = `${folder}${ownMark()}${randomBytes(4).toString('hex')}`;
  await mkdir(part);
  try {
    await build(part);
    await publish(part, folder, isWhole);
  } finally {
    await rm(part, { recursive: true, force: true });
  }
}

async function publish(part: string, folder: string, isWhole: (folder: string) => Promise<boolean>) {
  try {
    await rename(part, folder);
  } catch (error) {
    if (!hasErrno(error, 'ENOTEMPTY', 'EEXIST')) throw error;
    if (await isWhole(folder)) return;
    const broken = `${part}-broken`;
    await rename(folder, broken);
    await rename(part, folder);
    await rm(broken, { recursive: true, force: true });
  }
}

/** Host and process in the name of an unfinished folder say whose it is. */
const ownMark = () => `.part-${hostname()}-${process.pid}-`;

async function sweep(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  const prefix = `${path.basename(folder)}.part-`;
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    if (await isAbandoned(path.join(parent, name), name.slice(prefix.length)))
      await rm(path.join(parent, name), { recursive: true, force: true });
  }
}

async function isAbandoned(part: string, mark: string): Promise<boolean> {
  const pid = /^(.*)-(\d+)-[0-9a-f]{8}(-broken)?$/.exec(mark);
  if (pid?.[1] === hostname()) return !isAlive(Number(pid[2]));
  const seen = await stat(part).catch(() => undefined);
  return seen !== undefined && Date.now() - seen.mtimeMs > day;
}

/** Whether `error` is the operating system's, with one of these codes. */
function hasErrno(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
