import type { Cluster } from './cluster.ts';
import { gatherFacts } from './facts.ts';
import type { ClusterNode } from './node.ts';
import { reach } from './reach.ts';

/** Connects to a machine that runs and gathers its facts; what kept it from that is given back, not thrown. */
export async function lookAtNode(node: ClusterNode, cluster: Cluster): Promise<unknown> {
  try {
    await reach(node, cluster, 5_000);
    node.gathered(await gatherFacts(node.remote, cluster.now));
    return undefined;
  } catch (error) {
    cluster.signal.throwIfAborted();
    cluster.journal.write(node.name, `not reached: ${error}`);
    return error;
  }
}
