import { constants, copyFile, lstat, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import pRetry from 'p-retry';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { cannotWrite } from '../files/cannot-write.ts';
import { deepestReason, download, ServerRefused } from '../files/download.ts';
import { isInside } from '../files/inside.ts';
import { readableSize } from '../files/readable-size.ts';
import { type KitFile, type KitManifest, manifestName, parseManifest } from './manifest.ts';

/** Where a kit is: a folder here, or a server in the room. */
export interface KitOrigin {
  /** The text of its manifest. E_BUNDLE where there is no kit. */
  manifest(): Promise<string>;
  /** Puts a file at `to`, as it is there; goes on from what `to` holds where it can. E_BUNDLE where it cannot be had. */
  fetch(file: KitFile, to: string, report: (line: string) => void): Promise<void>;
}

/** What reaching an origin takes. */
export interface Reach {
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
}

export function isUrl(from: string): boolean {
  return /^https?:\/\//i.test(from);
}

/** The manifest that `text` holds; E_BUNDLE where it is none. */
export function readManifest(text: string, from: string): KitManifest {
  const manifest = parseManifest(text);
  if (manifest) return manifest;
  throw new SwarmlabError('E_BUNDLE', t`${from}: ${manifestName} is not the manifest of a kit, or damaged`, {
    fix: getAgain(from),
  });
}

/** `from`: an absolute folder or a URL. */
export function originAt(from: string, reach: Reach): KitOrigin {
  return isUrl(from) ? serverOrigin(from, reach) : folderOrigin(from);
}

function folderOrigin(folder: string): KitOrigin {
  return {
    async manifest() {
      const file = path.join(folder, manifestName);
      return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
        throw new SwarmlabError(
          'E_BUNDLE',
          t`there is no finished kit in ${folder}: ${manifestName} is missing`,
          {
            fix: t`Name the folder that \`swarmlab bundle create\` made; one that was interrupted is finished by the same command.`,
          },
        );
      });
    },
    async fetch(file, to) {
      const from = path.join(folder, file.path);
      await requireInside(folder, from, file);
      try {
        await copyFile(from, to, constants.COPYFILE_FICLONE);
      } catch (error) {
        const { code, message } = error as NodeJS.ErrnoException;
        if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EROFS') throw cannotWrite(to, error);
        // A stick that begins to fail.
        const what = t`${folder}: ${file.path} cannot be read: ${message}`;
        throw new SwarmlabError('E_BUNDLE', what, { fix: getAgain(folder), cause: error });
      }
    },
  };
}

/** A kit holds files, and no way out of its folder. */
async function requireInside(folder: string, from: string, file: KitFile): Promise<void> {
  const found = await lstat(from).catch(() => undefined);
  if (found?.isFile() && (await isInside(folder, from))) return;
  const says = found ? t`is a link or a folder, not a file` : t`is missing`;
  throw new SwarmlabError('E_BUNDLE', t`${folder}: ${file.path} ${says}`, { fix: getAgain(folder) });
}

/** Times that a download is begun or gone on with before it is given up: wifi breaks often, for seconds. */
const retries = 4;

function serverOrigin(url: string, { fetch, signal }: Reach): KitOrigin {
  const base = url.endsWith('/') ? url : `${url}/`;
  const get = (file: string, to: string, onProgress: (bytes: number) => void) =>
    pRetry(
      async () => {
        const from = await sizeOf(to);
        await download({
          url: new URL(file, base).href,
          to,
          from,
          fetch,
          signal,
          redirect: 'error',
          onProgress,
        });
      },
      {
        retries,
        minTimeout: 500,
        signal,
        // The disk will not be emptier the next time.
        shouldRetry: ({ error }) => !(error instanceof ServerRefused || 'syscall' in error),
      },
    );
  return {
    async manifest() {
      const address = new URL(manifestName, base).href;
      try {
        const limit = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
        const response = await fetch(address, { signal: limit, redirect: 'error' });
        if (!response.ok) throw new ServerRefused(response.status);
        return await response.text();
      } catch (error) {
        signal.throwIfAborted();
        throw unreachable(address, error);
      }
    },
    async fetch(file, to, report) {
      const progress = tenths(file, report);
      try {
        if ((await sizeOf(to)) < file.bytes) await get(file.path, to, progress);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof SwarmlabError) throw error;
        throw unreachable(new URL(file.path, base).href, error);
      }
    },
  };
}

/** Reports each tenth of the way once; a server that sends more than the file has is stopped. */
function tenths(file: KitFile, report: (line: string) => void): (bytes: number) => void {
  let told = -1;
  return (bytes) => {
    if (bytes > file.bytes) throw new ServerRefused(t`the server sent more than the file has`);
    const tenth = Math.floor((10 * bytes) / file.bytes);
    if (tenth === told) return;
    told = tenth;
    const [size, whole] = [readableSize(bytes), readableSize(file.bytes)];
    report(t`fetching ${file.path}: ${size} of ${whole}`);
  };
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

function unreachable(address: string, error: unknown): SwarmlabError {
  const reason = deepestReason(error);
  return new SwarmlabError('E_BUNDLE', t`cannot get ${address}: ${reason}`, {
    fix: t`Check the address, and that \`swarmlab bundle serve\` runs there and both computers are in the same network; then run this again: it goes on from here.`,
    cause: error,
  });
}

/** What to do about a file of a kit that is not what the manifest says. */
export function getAgain(from: string): string {
  if (isUrl(from))
    return t`Run this again; if it stays so, \`swarmlab bundle verify\` on the computer that serves the kit says more.`;
  return t`Get that file again: copy it from where the kit is from, or remove it and run \`swarmlab bundle create ${from}\` on line. \`swarmlab bundle verify ${from}\` names all that is wrong.`;
}
