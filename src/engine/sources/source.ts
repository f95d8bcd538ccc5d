import type { Runner } from '../../transport/runner.ts';
import type { Arch, Manifest } from '../manifest.ts';

/** What a source is asked for. */
export interface SourceRequest {
  arch: Arch;
  /** The version swarmlab.yaml asks for; the pinned one when absent. */
  version?: string | undefined;
  /** An empty folder: the source leaves `engine.tar` in it, and `engine.tar.gz` or `engine.tar.zst` if it has one. */
  into: string;
  runner: Runner;
  fetch: typeof globalThis.fetch;
  /** Told one short line now and then, for the progress display. */
  report: (line: string) => void;
  signal: AbortSignal;
}

/** What a source says of the tarball it left. */
export type Obtained = Pick<Manifest, 'version' | 'source' | 'origin' | 'glibc' | 'madeFrom'>;
