import type { Cluster } from './cluster.ts';
import type { ClusterNode } from './node.ts';
import { isInRaft, removeNode, type SwarmNode } from './swarm.ts';
import { demote } from './take-vote.ts';

/**
 * Removes the entries that a machine which was made anew left in the node list: another id, the same host name. On machines of
 * ours such an entry is nobody's even while it still says Ready, for managers need 15 s to miss a node; on others only when it
 * is Down. `members`: all entries, the machine's present one among them.
 */
export async function removeTwins(
  node: ClusterNode,
  { formation, provider, signal }: Pick<Cluster, 'formation' | 'provider' | 'signal'>,
  members: readonly SwarmNode[],
): Promise<void> {
  const { manager } = await formation.open();
  const isTwin = (member: SwarmNode) =>
    member.Description.Hostname === node.name &&
    member.ID !== node.facts.engine?.nodeId &&
    (provider.ownsMachines || member.Status.State === 'down');
  for (const twin of members.filter(isTwin)) {
    // A manager's entry can be removed only after it lost its vote.
    if (isInRaft(twin)) await demote(manager, twin, signal);
    await removeNode(manager.engine, twin.ID);
  }
}
