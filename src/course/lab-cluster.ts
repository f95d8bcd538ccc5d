import type { Remote } from '../transport/runner.ts';

/** A node as checks see it. */
export interface LabNode {
  name: string;
  /** Its address in the lab network. */
  address: string;
  /** Makes TCP connections from the node, and runs commands there. */
  remote: Pick<Remote, 'dial' | 'run'>;
  /** The node's own Engine API: `get('/images/json')` gives the parsed answer. */
  engine: { get(path: string): Promise<unknown> };
}

/** All that checks need of a cluster. They change nothing on it, or say so. */
export interface LabCluster {
  /** A manager's Engine API: `get('/services')` gives the parsed answer. */
  manager: { get(path: string): Promise<unknown> };
  nodes: readonly LabNode[];
  /** How much slower this cluster answers than a quick one; 1 or more. Deadlines and patience are multiplied by it. */
  pace: number;
  /** Names of the nodes that owe an answer for longer than `ms`. */
  owing?(ms: number): readonly string[];
}
