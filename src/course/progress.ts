import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { withLock } from '../cluster/lock.ts';
import type { Workspace } from '../cluster/workspace.ts';
import { writeFileAtomic } from '../config/atomic-write.ts';
import { hasCode, SwarmlabError } from '../errors/index.ts';
import { readIfThere } from '../files/read-if-there.ts';
import { type Clock, systemClock } from './clock.ts';
import { type Progress, progressSchema } from './progress-schema.ts';

/** Milliseconds to wait for another process that writes; a write takes a few. */
const patience = 5_000;

/** What comes from outside. */
interface ProgressOptions {
  /** The version of swarmlab, to be written down. */
  tool: string;
  /** Told in one sentence when the file was damaged and kept aside. */
  warn(sentence: string): void;
  clock?: Clock;
}

/**
 * The learner's progress: `.swarmlab/course/progress.json` of a workspace. Several processes may have it at the same time
 * (`lab watch` in one terminal, `lab check` in another): every change is made to what the file says just then.
 */
export class ProgressFile {
  readonly file: string;
  readonly #options: Required<ProgressOptions>;
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ stateFolder }: Pick<Workspace, 'stateFolder'>, options: ProgressOptions) {
    this.file = path.join(stateFolder, 'course', 'progress.json');
    this.#options = { clock: systemClock, ...options };
  }

  /** What the file says; an empty progress where there is none. Throws E_PROGRESS for one of a later version. */
  async read(): Promise<Progress> {
    const read = await this.#parsed();
    // Only whoever holds the lock may move the file: what looks damaged now may be another one a moment later.
    return read === 'damaged' ? this.update(() => {}) : read;
  }

  /** Changes what the file says, and returns that. `change` gets a copy of its own and may write into it. */
  update(change: (progress: Progress) => void): Promise<Progress> {
    const changed = this.#queue.then(() => this.#locked(() => this.#change(change)));
    this.#queue = changed.catch(() => {});
    return changed;
  }

  async #change(change: (progress: Progress) => void): Promise<Progress> {
    const read = await this.#parsed();
    const progress = read === 'damaged' ? await this.#keptAside() : read;
    change(progress);
    progress.tool = this.#options.tool;
    // What could not be read again must not be written.
    const text = `${JSON.stringify(progressSchema.parse(progress), null, 2)}\n`;
    await writeFileAtomic(this.file, text, 0o600);
    return progress;
  }

  async #parsed(): Promise<Progress | 'damaged'> {
    const text = await readIfThere(this.file);
    if (text === undefined) return this.#empty();
    const value = parseJson(text);
    const { version } = (value ?? {}) as { version?: unknown };
    if (typeof version === 'number' && version > 1) throw tooNew(this.file);
    const parsed = progressSchema.safeParse(value);
    return parsed.success ? parsed.data : 'damaged';
  }

  async #keptAside(): Promise<Progress> {
    const aside = `${this.file}.damaged-${new Date(this.#options.clock.now()).toISOString().replaceAll(':', '')}`;
    await rename(this.file, aside);
    this.#options.warn(
      t`The record of your progress could not be read; it is kept as ${aside}, and a new one begins.`,
    );
    return this.#empty();
  }

  #empty(): Progress {
    return { version: 1, tool: this.#options.tool, labs: {} };
  }

  async #locked<T>(work: () => Promise<T>): Promise<T> {
    const { clock } = this.#options;
    await mkdir(path.dirname(this.file), { recursive: true, mode: 0o700 });
    const end = clock.now() + patience;
    for (;;) {
      try {
        return await withLock(`${this.file}.lock`, 'lab', () => clock.now(), work);
      } catch (error) {
        if (!hasCode(error, 'E_LOCKED') || clock.now() > end) throw error;
        await clock.sleep(20);
      }
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function tooNew(file: string): SwarmlabError {
  return new SwarmlabError('E_PROGRESS', t`${file} was written by a later version of swarmlab`, {
    fix: t`Use that version, or move the file away to begin a new record.`,
  });
}
