import { t } from 'ttag';
import { removeSnapshot } from '../../cluster/snapshots/list.ts';
import type { CommandContext } from '../context.ts';
import { print } from '../io.ts';
import { withCluster } from '../with-cluster.ts';

export async function snapshotRm(context: CommandContext, name: string): Promise<void> {
  await withCluster(context, { name: 'snapshot rm', changes: true }, async (cluster) => {
    await removeSnapshot(cluster, name);
    print(context.io, t`${cluster.topology.cluster}: snapshot ${name} is gone.`);
  });
}
