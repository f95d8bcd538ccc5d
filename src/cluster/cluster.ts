import type { Topology } from '../config/schema.ts';
import type { EngineBundle } from '../engine/bundle.ts';
import type { ImageBundle } from '../images/bundle.ts';
import type { ThirdPartyImage } from '../images/third-party.ts';
import type { Kit } from '../kit/kit.ts';
import type { MachineState, Provider } from '../provider/provider.ts';
import type { Journal } from '../transport/journal.ts';
import type { KnownHosts } from '../transport/known-hosts.ts';
import type { Runner } from '../transport/runner.ts';
import type { ClusterState } from './cluster-state.ts';
import type { Formation } from './formation.ts';
import type { ClusterNode } from './node.ts';
import type { Workspace } from './workspace.ts';

/** Everything that phases and commands work with: the plan, its nodes, and the ways to act on them. */
export interface Cluster {
  readonly topology: Topology;
  readonly workspace: Workspace;
  readonly nodes: readonly ClusterNode[];
  readonly provider: Provider;
  readonly local: Runner;
  readonly knownHosts: KnownHosts;
  readonly journal: Journal;
  readonly state: ClusterState;
  /** Where nodes wait for each other while the swarm forms. */
  readonly formation: Formation;
  /** The offline kit that the cluster uses; then nothing is asked for anywhere else. */
  readonly kit: Kit | undefined;
  /** The engine bundle for an architecture, fetched once; `preinstalled` where nothing is to be pushed. */
  engineBundle(
    arch: 'amd64' | 'arm64',
    report: (line: string) => void,
  ): Promise<EngineBundle | 'preinstalled'>;
  /** The image bundle for an architecture, made once. */
  imageBundle(arch: 'amd64' | 'arm64', report: (line: string) => void): Promise<ImageBundle>;
  /** The bundle of a third-party image for an architecture, made once. Throws E_IMAGE_SOURCE with the reason where there is none. */
  thirdPartyImage(
    recipe: ThirdPartyImage,
    arch: 'amd64' | 'arm64',
    report: (line: string) => void,
  ): Promise<ImageBundle>;
  /** The images of the labs that the plan names, as in `localhost/redis:8.0`. */
  chosenImages(): Promise<readonly string[]>;
  /**
   * Throws what would keep this computer from making or starting machines, with the way out; asked once, whoever asks. `states`:
   * what the machines are doing.
   */
  checkComputer(states: ReadonlyMap<string, MachineState>): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  readonly signal: AbortSignal;
}
