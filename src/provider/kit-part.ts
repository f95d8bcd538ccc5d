import type { Topology } from '../config/schema.ts';
import type { Runner } from '../transport/runner.ts';
import type { Arch } from './host-arch.ts';
import type { Report } from './provider.ts';

/** What a provider's machines are made from, as one file of an offline kit. */
export interface ProviderPart {
  kind: 'node-image' | 'box';
  /** For people. */
  what: string;
  /** Where in the kit it goes. */
  path: string;
  /** Writes it to `to`; may use `${to}.d` meanwhile. Throws a SwarmlabError with the reason where it cannot be had here. */
  make(to: string, report: Report): Promise<void>;
}

/** What making it takes. */
export interface PartRequest {
  topology: Topology;
  /** The folder of swarmlab.yaml. */
  folder: string;
  arch: Arch;
  cacheFolder: string;
  runner: Runner;
  /** The box file that the user named, absolute. */
  box?: string | undefined;
  signal: AbortSignal;
}
