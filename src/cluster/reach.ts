import { SwarmlabError } from '../errors/index.ts';
import type { Cluster } from './cluster.ts';
import { connectNode } from './connect-node.ts';
import type { ClusterNode } from './node.ts';

/** Connects to one running node; E_NO_MACHINES where it does not run. `deadline`: milliseconds to keep trying. */
export async function reach(node: ClusterNode, cluster: Cluster, deadline = 10_000): Promise<ClusterNode> {
  node.reachedAt(await cluster.provider.endpoint(node.name));
  await connectNode(node, cluster, node.endpoint, deadline);
  return node;
}

/** Connects to the first manager of the plan that can be reached; when none can, the first one's error tells why. */
export async function reachManager(cluster: Cluster): Promise<ClusterNode> {
  let problem: unknown;
  for (const node of cluster.nodes.filter((it) => it.isManager)) {
    try {
      return await reach(node, cluster);
    } catch (error) {
      cluster.signal.throwIfAborted();
      if (!(error instanceof SwarmlabError)) throw error;
      cluster.journal.write(node.name, `not reached: ${error.message}`);
      problem ??= error;
    }
  }
  throw problem;
}
