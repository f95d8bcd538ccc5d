import { t } from 'ttag';
import { restoreSnapshot } from '../../cluster/snapshots/restore.ts';
import { recordRestored } from '../../course/progress-changes.ts';
import { bringUp } from '../bring-up.ts';
import type { CommandContext } from '../context.ts';
import { seconds } from '../duration.ts';
import { note, print } from '../io.ts';
import { progressOf } from '../lab/course.ts';
import { withCluster } from '../with-cluster.ts';

/** Puts the machines back and starts them, as `up` does. A lab that was begun since has its beginnings made anew. */
export async function snapshotRestore(context: CommandContext, name: string): Promise<void> {
  const { io } = context;
  await withCluster(context, { name: 'snapshot restore', changes: true }, async (cluster) => {
    const { topology, now, state } = cluster;
    const started = now();
    const report = (line: string) => note(io, `${topology.cluster}: ${line}`);
    const { formed, takenAt, underWay } = await restoreSnapshot(cluster, name, report);
    await progressOf(context).update((record) => recordRestored(record, state.clusterId, underWay));
    await bringUp(io, cluster, { noSwarm: !formed });
    const time = seconds(now() - started);
    print(io, t`${topology.cluster}: is again what it was at ${takenAt} (${time}). Next: swarmlab status`);
  });
}
