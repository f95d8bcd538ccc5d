import type { Cluster } from '../cluster/cluster.ts';
import { phasesFor, type UpOptions } from '../cluster/up.ts';
import type { Io } from './io.ts';
import { type Progress, showProgress } from './progress.ts';

/** The display of `up`, for work that may need no `up`: it appears with the first phase. */
export function lazyProgress(io: Io, cluster: Cluster, options: UpOptions): Progress {
  let shown: Progress | undefined;
  return {
    listener(event) {
      shown ??= showProgress(
        io,
        cluster.topology.cluster,
        phasesFor(options),
        cluster.nodes.map((node) => node.name),
      );
      shown.listener(event);
    },
    finish: async () => shown?.finish(),
  };
}
