import type { Cluster } from './cluster.ts';
import { Formation } from './formation.ts';
import type { Phase, PhaseListener } from './phase.ts';
import { formSwarm } from './phases/form-swarm.ts';
import { dissolvePhases, swarmPhases, upPhases } from './phases/index.ts';
import { runPhases } from './run-phases.ts';
import { requireNotHalfRestored } from './snapshots/refusals.ts';
import { writeSshConfig } from './ssh-config.ts';

export interface UpOptions {
  /** Leave the engines in no swarm; one that is there stays. */
  noSwarm?: boolean;
  /** The same, and the swarm that is there goes, with all that is in it: lab 00 begins so. */
  dissolve?: boolean;
  /** Id of the last phase to run. */
  until?: string;
}

/** The phases of an `up` with these options, in order. */
export function phasesFor({ noSwarm = false, dissolve = false, until }: UpOptions): readonly Phase[] {
  const all = dissolve ? dissolvePhases : upPhases;
  const wanted = all.filter((phase) => !(noSwarm || dissolve) || !swarmPhases.has(phase));
  const last = wanted.findIndex((phase) => phase.id === until);
  return last < 0 ? wanted : wanted.slice(0, last + 1);
}

/**
 * Brings the cluster to what its plan says. Does only what is missing; after a failure or a kill, run it again. Also in one
 * process: nodes that are connected stay so, and meet anew. E_SNAPSHOT where a restore was cut off.
 */
export async function up(cluster: Cluster, options: UpOptions, listener: PhaseListener): Promise<void> {
  await requireNotHalfRestored(cluster.workspace);
  const phases = phasesFor(options);
  const formation = new Formation(cluster.nodes, phases.includes(formSwarm));
  try {
    await runPhases(phases, { ...cluster, formation }, listener);
  } finally {
    const reached = cluster.nodes.filter((node) => node.isReached);
    if (reached.length > 0) {
      await writeSshConfig(cluster.workspace, new Map(reached.map((node) => [node.name, node.endpoint])));
    }
  }
}
