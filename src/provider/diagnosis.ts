import type { ErrorCode } from '../errors/index.ts';

/** What came of looking at one thing: all is well, it may go wrong, it will go wrong, it does not apply, nobody could tell. */
export type Outcome = Verdict['outcome'];

/** What one row of `doctor` says. `seen` can stand as a sentence; `fix` is one line; `code` is what `up` stops with. */
export type Verdict =
  | { outcome: 'ok'; seen: string; needed: string }
  | { outcome: 'warn'; seen: string; needed: string; fix: string }
  | { outcome: 'fatal'; seen: string; needed: string; fix: string; code: ErrorCode }
  /** `seen` is the reason. */
  | { outcome: 'skip' | 'unknown'; seen: string };

/** One thing that can go wrong. */
export interface Row {
  /** Stable, for programs: `host-only-range`. */
  id: string;
  title: string;
  /** Whether `up` asks it too, before it makes or starts a machine. */
  beforeUp?: true;
  /** Looks, and changes nothing. What it throws as a SwarmlabError means that it could not be asked. */
  look(): Promise<Verdict>;
}

/** Room that machines will take in a folder; the folder may not be there yet. */
export interface Room {
  folder: string;
  /** What it is for, as in `the boxes of Vagrant`. */
  what: string;
  mib: number;
}

/** What machines are made out of. */
export interface Ground {
  /** As in `this computer`, `the Docker host`. */
  name: string;
  /** Node.js's word, or the kernel's. */
  arch: string;
  cpus: number;
  memoryMiB: number;
  /** What programs can get of it at present; absent where nothing says it. */
  availableMiB?: number;
  /** Whether machines take their whole memory from it; else it is a limit, and they take what they use. */
  takesWhole: boolean;
  /** What machines that are not there yet will fill, as far as it can be looked at from here. */
  rooms: readonly Room[];
}

/** What a provider has to say before machines are made. */
export interface ProviderRows {
  rows: readonly Row[];
  /** What the machines share; undefined where each is a computer of its own. */
  ground?(): Promise<Ground>;
}
