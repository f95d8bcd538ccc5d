import type { Cluster } from './cluster.ts';
import type { ClusterNode } from './node.ts';

interface PhaseBase {
  /** Stable name, for `--until` and for logs. */
  readonly id: string;
  /** What it does, as an imperative: `Push the engine`. */
  readonly title: string;
}

/**
 * Work on one node. Node phases that follow each other form a pipeline: each node goes on by itself and never waits for
 * a slower one. Every phase looks at the facts first and does only what is missing.
 */
export interface NodePhase extends PhaseBase {
  readonly scope: 'node';
  /** Does the work; returns one short line on what was done or found. Can be run again after any failure. */
  run(node: ClusterNode, cluster: Cluster, report: (line: string) => void): Promise<string>;
  /** Undefined: run. Otherwise the reason why there is nothing to do. */
  skip?(node: ClusterNode, cluster: Cluster): string | undefined;
  /** What `run` would do, without doing it. Default: the title. */
  dryRun?(node: ClusterNode, cluster: Cluster): Promise<string>;
}

/** Work on the cluster as a whole: it waits for all nodes. */
export interface ClusterPhase extends PhaseBase {
  readonly scope: 'cluster';
  run(cluster: Cluster, report: (line: string) => void): Promise<string>;
  skip?(cluster: Cluster): Promise<string | undefined>;
}

export type Phase = NodePhase | ClusterPhase;

/** What happens while phases run, for whoever shows it. `ms`: how long it took. Cluster phases have no `node`. */
export type PhaseEvent =
  | { kind: 'started'; phase: Phase; node?: string }
  | { kind: 'reported'; phase: Phase; node?: string; line: string }
  | { kind: 'done'; phase: Phase; node?: string; line: string; ms: number }
  | { kind: 'skipped'; phase: Phase; node?: string; line: string; ms: number }
  | { kind: 'failed'; phase: Phase; node?: string; error: Error; ms: number };

export type PhaseListener = (event: PhaseEvent) => void;
