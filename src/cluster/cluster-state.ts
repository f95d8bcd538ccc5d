import { randomBytes } from 'node:crypto';
import { writeFileAtomic } from '../config/atomic-write.ts';
import { readIfThere } from '../files/read-if-there.ts';
import type { KitReference } from '../kit/kit.ts';

interface Saved {
  clusterId: string;
  dataPlane?: string;
  lacking?: string[];
  kit?: KitReference;
}

/** What swarmlab remembers of a cluster between commands; no secret is in it. */
export class ClusterState {
  readonly #file: string;
  #saved: Saved;

  private constructor(file: string, saved: Saved) {
    this.#file = file;
    this.#saved = saved;
  }

  /** Reads the file, or begins a new state with an id of its own. */
  static async open(file: string): Promise<ClusterState> {
    const text = await readIfThere(file);
    if (text !== undefined) return new ClusterState(file, JSON.parse(text));
    const state = new ClusterState(file, { clusterId: randomBytes(8).toString('hex') });
    await state.#save();
    return state;
  }

  /** Tells this cluster from another one of the same name made elsewhere. */
  get clusterId(): string {
    return this.#saved.clusterId;
  }

  /** Whether the data plane was proven for just these nodes and these starts of their engines. */
  isProven(engines: string): boolean {
    return this.#saved.dataPlane === engines;
  }

  async proven(engines: string): Promise<void> {
    this.#saved.dataPlane = engines;
    await this.#save();
  }

  /** Whether an image, as in `localhost/grafana:12`, could not be had when it was last tried. */
  isLacking(image: string): boolean {
    return this.#saved.lacking?.includes(image) ?? false;
  }

  /** Remembers which of the images that were tried could not be had. */
  async tried(images: readonly string[], lacking: ReadonlyMap<string, unknown>): Promise<void> {
    const before = this.#saved.lacking ?? [];
    const now = [...new Set([...before.filter((it) => !images.includes(it)), ...lacking.keys()])].sort();
    if (now.join() === before.join()) return;
    this.#saved.lacking = now;
    await this.#save();
  }

  /** The offline kit that the cluster uses. */
  get kit(): KitReference | undefined {
    return this.#saved.kit;
  }

  /** Remembers which kit the cluster uses from now on, or that it uses none. What could not be had elsewhere may be in it. */
  async use(kit: KitReference | undefined): Promise<void> {
    const before = this.#saved.kit;
    if (kit?.from === before?.from && kit?.id === before?.id) return;
    const { kit: _, lacking: __, ...rest } = this.#saved;
    this.#saved = kit ? { ...rest, kit } : rest;
    await this.#save();
  }

  async #save(): Promise<void> {
    await writeFileAtomic(this.#file, `${JSON.stringify(this.#saved, null, 2)}\n`);
  }
}
