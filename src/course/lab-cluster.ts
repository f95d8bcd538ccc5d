import type { Remote } from '../transport/runner.ts';

/** A node as checks see it. */
export interface LabNode {
  name: string;
  /** Its address in the lab network. */
  address: string;
  /** Makes TCP connections from the node. */
  remote: Pick<Remote, 'dial'>;
}

/** All that checks need of a cluster. They change nothing on it. */
export interface LabCluster {
  /** A manager's Engine API: `get('/services')` gives the parsed answer. */
  manager: { get(path: string): Promise<unknown> };
  nodes: readonly LabNode[];
}
