import { t } from 'ttag';
import type { Cluster } from './cluster.ts';
import type { ClusterNode } from './node.ts';
import { activate, swarmNodes } from './swarm.ts';

/**
 * Lets the cluster's nodes take tasks again that somebody has drained or paused: they would be missing in the next lab, and `up` proves
 * nothing of them. The engine asked is that of a manager with a say.
 */
export async function activateNodes(
  { nodes }: Pick<Cluster, 'nodes'>,
  { engine }: ClusterNode,
  report: (line: string) => void,
): Promise<void> {
  for (const member of await swarmNodes(engine)) {
    const { Hostname } = member.Description;
    const { Availability } = member.Spec;
    if (Availability === 'active' || !nodes.some(({ name }) => name === Hostname)) continue;
    report(t`${Hostname} takes no tasks (its availability is ${Availability}): it is made active again`);
    await activate(engine, member);
  }
}
