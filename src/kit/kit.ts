import { createHash } from 'node:crypto';
import { constants, copyFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { writeFileAtomic } from '../config/atomic-write.ts';
import { SwarmlabError } from '../errors/index.ts';
import { judgeFile } from './judge-file.ts';
import { type KitFile, type KitManifest, manifestName } from './manifest.ts';
import { getAgain, originAt, type Reach, readManifest } from './origin.ts';
import { partOf } from './part-file.ts';

type Report = (line: string) => void;

/** Which kit a cluster uses. */
export interface KitReference {
  /** An absolute folder, or a URL. */
  from: string;
  /** Once it was opened: what {@link Kit.id} said. Then its manifest need not be asked for again. */
  id?: string;
}

/** What using a kit takes. */
export interface KitRequest extends Reach {
  /** Swarmlab's cache; what is used of a kit is kept in it. */
  cacheFolder: string;
  /** Of this program: a kit serves the one that is in it. */
  version: string;
}

/**
 * An offline kit. What is used of it is copied into the cache first, and verified there: a stick may be pulled out, and a
 * room's server goes home. Nothing is read before it is asked for.
 */
export interface Kit {
  /** The folder or URL. */
  readonly from: string;
  /** Tells it from other kits; the same wherever it is copied to. Throws E_BUNDLE, as all that follow. */
  id(): Promise<string>;
  manifest(): Promise<KitManifest>;
  /** A file by its path in the kit: whole, verified, and on this computer under the path that is returned. */
  file(path: string, report: Report): Promise<string>;
  /** All files below a folder of the kit, in the same way; the folder that holds them here. */
  folder(path: string, report: Report): Promise<string>;
  /** Why there is nothing at this path, as in `the kit in /media/kit lacks it: no registry answers`. */
  absence(path: string): Promise<string>;
}

interface Opened {
  id: string;
  manifest: KitManifest;
  /** Where its files are kept here. */
  place: string;
}

export function kitAt(reference: KitReference, request: KitRequest): Kit {
  const { from } = reference;
  const origin = originAt(from, request);
  let opening: Promise<Opened> | undefined;
  const open = () => {
    opening ??= openKit(reference, request, () => origin.manifest());
    return opening;
  };
  const brought = new Map<string, Promise<string>>();

  const bring = async (file: KitFile, report: Report): Promise<string> => {
    const { manifest, place } = await open();
    const local = path.join(place, file.path);
    const judge = (at: string) => judgeFile(at, file, manifest.files, request.signal);
    if (!(await judge(local))) return local;
    await mkdir(path.dirname(local), { recursive: true });
    const part = await partOf(local);
    const known = await sameInAnother(local, place, judge);
    if (known) {
      await copyFile(known, part, constants.COPYFILE_FICLONE);
      await rename(part, local);
      return local;
    }
    const resumed = await stat(part).then(
      ({ size }) => size > 0,
      () => false,
    );
    await origin.fetch(file, part, report);
    let flaw = await judge(part);
    if (flaw && resumed) {
      // What was there already may have been of another file, or never have reached the disk.
      await rm(part, { force: true });
      await origin.fetch(file, part, report);
      flaw = await judge(part);
    }
    if (flaw) {
      await rm(part, { force: true });
      throw new SwarmlabError('E_BUNDLE', t`${from}: ${file.path} ${flaw.says}`, { fix: getAgain(from) });
    }
    await rename(part, local);
    return local;
  };

  const absence = async (wanted: string) => {
    const { lacking } = (await open()).manifest;
    const reason = lacking.find((part) => part.path === wanted)?.reason;
    return reason === undefined
      ? t`the kit ${from} does not have it`
      : t`the kit ${from} does not have it: ${reason}`;
  };

  const kit: Kit = {
    from,
    absence,
    async id() {
      return (await open()).id;
    },
    async manifest() {
      return (await open()).manifest;
    },
    async file(wanted, report) {
      const found = (await open()).manifest.files.find((file) => file.path === wanted);
      if (!found) {
        const why = await absence(wanted);
        throw new SwarmlabError('E_BUNDLE', t`there is no ${wanted}: ${why}`, {
          fix: t`Use a kit that was made for this provider and processor (\`swarmlab bundle create\`), or \`swarmlab up --no-bundle\` on line.`,
        });
      }
      const promise = brought.get(wanted) ?? bring(found, report);
      brought.set(wanted, promise);
      promise.catch(() => brought.delete(wanted));
      return promise;
    },
    async folder(wanted, report) {
      const { manifest, place } = await open();
      for (const file of manifest.files)
        if (file.path.startsWith(`${wanted}/`)) await kit.file(file.path, report);
      return path.join(place, wanted);
    },
  };
  return kit;
}

async function openKit(
  { from, id }: KitReference,
  { cacheFolder, version }: KitRequest,
  ask: () => Promise<string>,
): Promise<Opened> {
  const placeOf = (name: string) => path.join(cacheFolder, 'kits', name);
  const kept =
    id === undefined
      ? undefined
      : await readFile(path.join(placeOf(id), manifestName), 'utf8').catch(() => undefined);
  const isKept = kept !== undefined && idOf(kept) === id;
  const text = isKept ? kept : await ask();
  const manifest = readManifest(text, from);
  if (manifest.swarmlab !== version) {
    throw new SwarmlabError(
      'E_BUNDLE',
      t`the kit ${from} is of swarmlab ${manifest.swarmlab}, this is ${version}`,
      { fix: t`Use the swarmlab that is in the kit: its README.txt says how.` },
    );
  }
  const place = placeOf(idOf(text));
  if (!isKept) await writeFileAtomic(path.join(place, manifestName), text);
  return { id: idOf(text), manifest, place };
}

function idOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The same file of another kit that was used here: a kit that gained an image is not fetched whole again. */
async function sameInAnother(
  local: string,
  place: string,
  judge: (at: string) => Promise<unknown>,
): Promise<string | undefined> {
  const kits = path.dirname(place);
  for (const name of await readdir(kits)) {
    const candidate = path.join(kits, name, path.relative(place, local));
    if (candidate !== local && (await judge(candidate)) === undefined) return candidate;
  }
  return undefined;
}
