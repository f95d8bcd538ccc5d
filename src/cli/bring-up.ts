import type { Cluster } from '../cluster/cluster.ts';
import { phasesFor, type UpOptions, up } from '../cluster/up.ts';
import type { Io } from './io.ts';
import { showProgress } from './progress.ts';

/** Runs the phases of `up` and shows how they go; the display comes to its end also after a failure. */
export async function bringUp(io: Io, cluster: Cluster, options: UpOptions): Promise<void> {
  const names = cluster.nodes.map((node) => node.name);
  const progress = showProgress(io, cluster.topology.cluster, phasesFor(options), names);
  try {
    await up(cluster, options, progress.listener);
  } finally {
    await progress.finish();
  }
}
