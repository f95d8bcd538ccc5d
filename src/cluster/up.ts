import type { Cluster } from './cluster.ts';
import type { Phase, PhaseListener } from './phase.ts';
import { swarmPhases, upPhases } from './phases/index.ts';
import { runPhases } from './run-phases.ts';
import { writeSshConfig } from './ssh-config.ts';

export interface UpOptions {
  /** Leave the engines in no swarm. */
  noSwarm?: boolean;
  /** Id of the last phase to run. */
  until?: string;
}

/** The phases of an `up` with these options, in order. */
export function phasesFor({ noSwarm = false, until }: UpOptions): readonly Phase[] {
  const wanted = upPhases.filter((phase) => !noSwarm || !swarmPhases.has(phase));
  const last = wanted.findIndex((phase) => phase.id === until);
  return last < 0 ? wanted : wanted.slice(0, last + 1);
}

/** Brings the cluster to what its plan says. Does only what is missing; after a failure or a kill, run it again. */
export async function up(cluster: Cluster, options: UpOptions, listener: PhaseListener): Promise<void> {
  try {
    await runPhases(phasesFor(options), cluster, listener);
  } finally {
    const reached = cluster.nodes.filter((node) => node.isReached);
    if (reached.length > 0) {
      await writeSshConfig(cluster.workspace, new Map(reached.map((node) => [node.name, node.endpoint])));
    }
  }
}
