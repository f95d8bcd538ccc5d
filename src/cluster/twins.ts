import pRetry from 'p-retry';
import type { Cluster } from './cluster.ts';
import type { EngineApi } from './engine-api.ts';
import type { ClusterNode } from './node.ts';
import { isInRaft, removeNode, type SwarmNode, setRole, swarmNodes } from './swarm.ts';

/**
 * Removes the entries that a machine which was made anew left in the node list: another id, the same host name. On machines of
 * ours such an entry is nobody's even while it still says Ready, for managers need 15 s to miss a node; on others only when it
 * is Down. `members`: all entries, the machine's present one among them.
 */
export async function removeTwins(
  node: ClusterNode,
  { formation, provider }: Pick<Cluster, 'formation' | 'provider'>,
  members: readonly SwarmNode[],
): Promise<void> {
  const { manager } = await formation.open();
  const isTwin = (member: SwarmNode) =>
    member.Description.Hostname === node.name &&
    member.ID !== node.facts.engine?.nodeId &&
    (provider.ownsMachines || member.Status.State === 'down');
  for (const twin of members.filter(isTwin)) await retire(manager.engine, twin);
}

/** A manager's entry can be removed only after it lost its vote, which the others take from it in the background. */
async function retire(manager: EngineApi, { ID }: SwarmNode): Promise<void> {
  const attempt = async () => {
    const twin = (await swarmNodes(manager)).find((member) => member.ID === ID);
    if (twin && isInRaft(twin)) await setRole(manager, twin, 'worker');
    if (twin) await removeNode(manager, ID);
  };
  await pRetry(attempt, { retries: 100, minTimeout: 100, maxTimeout: 200 });
}
