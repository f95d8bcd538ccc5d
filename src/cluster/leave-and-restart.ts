import { startEngine } from '../engine/start.ts';
import type { Cluster } from './cluster.ts';
import type { ClusterNode } from './node.ts';
import { isStillLeaving, leaveSwarm } from './swarm.ts';

/**
 * A machine leaves the swarm that it is in. Its engine is started again: one that goes from swarm to swarm may keep the old one's gossip,
 * and its overlays lead nowhere. One that does not get to the end of its part in the swarm does so after a start (moby/moby#34140).
 */
export async function leaveAndRestart(node: ClusterNode, cluster: Pick<Cluster, 'topology'>): Promise<void> {
  try {
    await leaveSwarm(node.engine);
  } catch (error) {
    if (!isStillLeaving(error)) throw error;
    await restartEngine(node, cluster);
    await leaveSwarm(node.engine);
  }
  await restartEngine(node, cluster);
}

/** Starts a node's engine anew, or one that does not run; what was open to it is closed first. */
export async function restartEngine(
  { engine, remote, facts }: Pick<ClusterNode, 'engine' | 'remote' | 'facts'>,
  { topology }: Pick<Cluster, 'topology'>,
): Promise<void> {
  engine.close();
  await startEngine(remote, {
    systemd: facts.systemd,
    preinstalled: topology.engine.source === 'preinstalled',
    restart: true,
  });
}
