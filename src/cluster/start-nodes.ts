import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import type { Cluster } from './cluster.ts';
import { Formation } from './formation.ts';
import { lookAtNode } from './look-at-node.ts';
import type { ClusterNode } from './node.ts';
import type { Phase, PhaseListener } from './phase.ts';
import { connect } from './phases/connect.ts';
import { gatherFacts } from './phases/gather-facts.ts';
import { loadModules } from './phases/load-modules.ts';
import { makeMachines } from './phases/make-machines.ts';
import { nameNodes } from './phases/name-nodes.ts';
import { startEngine } from './phases/start-engine.ts';
import { startMesh } from './phases/start-mesh.ts';
import { readyAgain } from './ready-again.ts';
import { runPhases } from './run-phases.ts';
import { requireNotHalfRestored } from './snapshots/refusals.ts';
import { writeSshConfig } from './ssh-config.ts';

/**
 * What brings some machines back: what `up` does on a machine that was off, and no more. Nobody's role is changed, for somebody who
 * stops single nodes may have promoted others. `everybody`: all nodes, of which one has to say that the started ones are Ready.
 */
export function startPhases(everybody: readonly ClusterNode[]): readonly Phase[] {
  return [
    makeMachines,
    connect,
    gatherFacts,
    nameNodes,
    loadModules,
    startEngine,
    startMesh,
    readyAgain(everybody),
  ];
}

/** Starts the machines of these nodes, and waits until the swarm has them Ready. The others stay as they are. E_SNAPSHOT, E_NO_MACHINES. */
export async function startNodes(
  cluster: Cluster,
  nodes: readonly ClusterNode[],
  listener: PhaseListener,
): Promise<void> {
  await requireNotHalfRestored(cluster.workspace);
  const states = await cluster.provider.list();
  requireMade(nodes, states);
  const others = cluster.nodes.filter((node) => !nodes.includes(node) && states.get(node.name) === 'running');
  const looked = Promise.allSettled(others.map((node) => lookAtNode(node, cluster)));
  try {
    const some = { ...cluster, nodes, formation: new Formation(nodes, false) };
    await runPhases(startPhases(cluster.nodes), some, listener);
  } finally {
    await looked;
    const reached = cluster.nodes.filter((node) => node.isReached);
    await writeSshConfig(cluster.workspace, new Map(reached.map((node) => [node.name, node.endpoint])));
  }
}

/** E_NO_MACHINES where one of them was never made: `start` makes none. */
export function requireMade(
  nodes: readonly ClusterNode[],
  states: Awaited<ReturnType<Cluster['provider']['list']>>,
): void {
  const missing = nodes.filter((node) => (states.get(node.name) ?? 'missing') === 'missing');
  if (missing.length === 0) return;
  const names = missing.map((node) => node.name).join(', ');
  throw new SwarmlabError('E_NO_MACHINES', t`there is no machine to start for ${names}`, {
    fix: t`Run \`swarmlab up\`: it makes them.`,
  });
}
