import { t } from 'ttag';
import { saveSnapshot } from '../../cluster/snapshots/save.ts';
import { labsUnderWay } from '../../course/progress-changes.ts';
import { bringUp } from '../bring-up.ts';
import type { CommandContext } from '../context.ts';
import { seconds } from '../duration.ts';
import { note, print } from '../io.ts';
import { progressOf } from '../lab/course.ts';
import { size } from '../size.ts';
import { withCluster } from '../with-cluster.ts';

/** Copies the machines while they are off. They are started again also where that failed. */
export async function snapshotSave(
  context: CommandContext,
  name: string,
  flags: { force?: boolean },
): Promise<void> {
  const { io, signal } = context;
  const progress = await progressOf(context).read();
  await withCluster(context, { name: 'snapshot save', changes: true }, async (cluster) => {
    const { topology, now, state } = cluster;
    const started = now();
    let formed: boolean | undefined;
    const startAgain = async () => {
      if (formed === undefined) return;
      if (signal.aborted) return note(io, t`The machines are off: \`swarmlab start\` turns them on again.`);
      await bringUp(io, cluster, { noSwarm: !formed });
    };
    const taken = await saveSnapshot(cluster, name, {
      force: flags.force ?? false,
      lab: progress.current,
      underWay: labsUnderWay(progress, state.clusterId),
      report: (line) => note(io, `${topology.cluster}: ${line}`),
      stopped: (wasFormed) => (formed = wasFormed),
    }).catch(async (error: unknown) => {
      await startAgain().catch((second: Error) => note(io, t`the machines stay off: ${second.message}`));
      throw error;
    });
    await startAgain();
    const bytes = taken.bytes === null ? '' : `, ${size(taken.bytes)}`;
    const time = seconds(now() - started);
    print(io, t`${topology.cluster}: snapshot ${name} is taken (${time}${bytes}).`);
    note(io, t`To come back to it: swarmlab snapshot restore ${name}`);
  });
}
