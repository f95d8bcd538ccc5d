import type { Endpoint } from '../transport/runner.ts';
import { connect } from '../transport/ssh.ts';
import type { Cluster } from './cluster.ts';
import type { ClusterNode } from './node.ts';

/** Opens the node's SSH connection; from here on its commands run over it. `deadline`: milliseconds to keep trying. */
export async function connectNode(
  node: ClusterNode,
  cluster: Cluster,
  endpoint: Endpoint,
  deadline = 30_000,
): Promise<void> {
  const { knownHosts, journal, signal } = cluster;
  node.connected(await connect({ name: node.name, endpoint, knownHosts, journal, signal, deadline }));
}
