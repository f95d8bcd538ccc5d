import { startEngine } from '../engine/start.ts';
import type { Cluster } from './cluster.ts';
import type { ClusterNode } from './node.ts';
import { leaveSwarm } from './swarm.ts';

/**
 * A machine leaves the swarm that it is in. Its engine is started again: one that goes from swarm to swarm may keep the old one's gossip,
 * and its overlays lead nowhere.
 */
export async function leaveAndRestart(
  node: ClusterNode,
  { topology }: Pick<Cluster, 'topology'>,
): Promise<void> {
  await leaveSwarm(node.engine);
  node.engine.close();
  await startEngine(node.remote, {
    systemd: node.facts.systemd,
    preinstalled: topology.engine.source === 'preinstalled',
    restart: true,
  });
}
