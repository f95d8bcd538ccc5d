import { constants, copyFile, mkdir, readdir, readFile, rename, rm, rmdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { t } from 'ttag';
import { writeFileAtomic } from '../config/atomic-write.ts';
import { SwarmlabError } from '../errors/index.ts';
import { cannotWrite } from '../files/cannot-write.ts';
import { hashFile } from '../files/hash-file.ts';
import {
  isDropping,
  type KitFile,
  type KitManifest,
  type LackingPart,
  manifestName,
  parseManifest,
} from './manifest.ts';

/** What was made so far, while a kit is made. The kit's own manifest says what a finished kit holds. */
const draftName = 'unfinished.json';
/** What a file is called until it is whole. */
const unfinished = '.part';

type Place = Omit<KitFile, 'bytes' | 'sha256'>;
type About = Pick<KitManifest, 'swarmlab' | 'created'>;

/** What making a kit takes. */
interface WriterRequest {
  folder: string;
  about: About;
  signal: AbortSignal;
}

/** Makes a kit file by file. Killed anywhere, the next one goes on: what was finished is recorded, what was not goes. */
export class KitWriter {
  readonly #folder: string;
  readonly #before: KitManifest | undefined;
  readonly #files: Map<string, KitFile>;
  readonly #about: About;
  readonly #signal: AbortSignal;

  private constructor(
    { folder, about, signal }: WriterRequest,
    before: KitManifest | undefined,
    files: readonly KitFile[],
  ) {
    this.#folder = folder;
    this.#about = about;
    this.#signal = signal;
    this.#before = before;
    this.#files = new Map(files.map((file) => [file.path, file]));
  }

  /** Opens the kit in a folder, which is made. */
  static async open(request: WriterRequest): Promise<KitWriter> {
    const { folder } = request;
    try {
      await mkdir(folder, { recursive: true });
    } catch (error) {
      throw cannotWrite(path.join(folder, manifestName), error);
    }
    await requireOwn(folder);
    const read = async (name: string) => {
      const text = await readFile(path.join(folder, name), 'utf8').catch(() => undefined);
      return text === undefined ? undefined : parseManifest(text);
    };
    const before = await read(manifestName);
    const known = (await read(draftName)) ?? before;
    const writer = new KitWriter(request, before, await thoseThere(folder, known?.files ?? []));
    // From here on the folder is known as a kit's, whatever is half-written in it.
    if (!known) await writer.#saveDraft();
    return writer;
  }

  get files(): readonly KitFile[] {
    return [...this.#files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** What the finished kit said before it was opened. */
  get before(): KitManifest | undefined {
    return this.#before;
  }

  /** Whether the kit has this file, or this folder whole: its own manifest is written last. */
  has(place: string): boolean {
    return this.#files.has(place) || this.#files.has(`${place}/${manifestName}`);
  }

  /** Copies a file into the kit, unless it has it; `sha256`: of that file. */
  async copy(from: string, place: Place, sha256?: string): Promise<void> {
    if (sha256 !== undefined && this.#files.get(place.path)?.sha256 === sha256) return;
    await this.write(place, (to) => copyFile(from, to, constants.COPYFILE_FICLONE));
  }

  /** Puts what `make` writes into the kit, in place of what is there. */
  async write(place: Place, make: (to: string) => Promise<void>): Promise<void> {
    const file = path.join(this.#folder, place.path);
    const part = `${file}${unfinished}`;
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await make(part);
      const made = await hashFile(part, this.#signal);
      if (this.#files.get(place.path)?.sha256 === made.sha256) return;
      await rename(part, file);
      this.#files.set(place.path, { ...place, ...made });
      await this.#saveDraft();
    } catch (error) {
      this.#signal.throwIfAborted();
      throw cannotWrite(file, error);
    } finally {
      await rm(part, { force: true });
    }
  }

  /** Writes the manifest, unless nothing has changed; what is not wanted any more goes. Returns whether something changed. */
  async finish(wanted: (file: KitFile) => boolean, lacking: readonly LackingPart[]): Promise<boolean> {
    const stale = this.files.filter((file) => !wanted(file));
    for (const file of stale) this.#files.delete(file.path);
    const manifest = this.#manifest(this.#about, lacking);
    const changed = !isDeepStrictEqual(essence(manifest), this.#before && essence(this.#before));
    if (changed) await this.#save(manifestName, manifest);
    await rm(path.join(this.#folder, draftName), { force: true });
    for (const file of stale) await this.#remove(file.path);
    await this.#sweep();
    return changed;
  }

  #manifest({ created, swarmlab }: About, lacking: readonly LackingPart[]): KitManifest {
    return { format: 1, created, swarmlab, files: [...this.files], lacking: [...lacking] };
  }

  async #saveDraft(): Promise<void> {
    await this.#save(draftName, this.#manifest(this.#about, []));
  }

  async #save(name: string, manifest: KitManifest): Promise<void> {
    await writeFileAtomic(path.join(this.#folder, name), `${JSON.stringify(manifest, null, 2)}\n`);
  }

  /** What killed runs left half-made goes. This one made its own of the same name in its stead, if the kit is to have it. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#folder, { recursive: true }))
      if (isHalfMade(path.basename(name)) || isHalfSaved(name))
        await rm(path.join(this.#folder, name), { recursive: true, force: true });
  }

  async #remove(file: string): Promise<void> {
    const place = path.join(this.#folder, file);
    await rm(place, { force: true });
    // Only where nothing else is in it.
    if (path.dirname(file) !== '.') await rmdir(path.dirname(place)).catch(() => {});
  }
}

/** Whatever else is in the folder is the user's, and a README.txt of theirs would be overwritten. */
async function requireOwn(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => !isDropping(name) && !isHalfSaved(name));
  if (names.length === 0 || names.includes(manifestName) || names.includes(draftName)) return;
  const inside = path.join(folder, 'kit');
  throw new SwarmlabError('E_BUNDLE', t`${folder} holds something else than a kit`, {
    fix: t`Name a folder that is new or empty, as in: swarmlab bundle create ${inside}`,
  });
}

/** Whether it is what a run that was killed while it made a file left: the file, or what was beside it. */
function isHalfMade(name: string): boolean {
  return name.endsWith(unfinished) || name.includes(`${unfinished}.`);
}

/** Whether it is what a run that was killed while it saved a manifest or a draft left beside it. */
function isHalfSaved(name: string): boolean {
  return [draftName, manifestName].some((it) => name.startsWith(`.${it}.`) && name.endsWith('.tmp'));
}

/** Neither when it was made nor in which words something could not be had makes it another kit. */
function essence({ swarmlab, files, lacking }: KitManifest) {
  return { swarmlab, files, lacking: lacking.map((part) => part.path) };
}

/** The files that are there with their size. A folder that lost one is not whole any more, so its manifest is none either. */
async function thoseThere(folder: string, files: readonly KitFile[]): Promise<KitFile[]> {
  const sizes = await Promise.all(files.map((file) => sizeOf(path.join(folder, file.path))));
  const there = files.filter(({ bytes }, at) => sizes[at] === bytes);
  const broken = new Set(
    files.filter((file) => !there.includes(file)).map((file) => path.posix.dirname(file.path)),
  );
  return there.filter(
    (file) => path.posix.basename(file.path) !== manifestName || !broken.has(path.posix.dirname(file.path)),
  );
}

async function sizeOf(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.size;
}
