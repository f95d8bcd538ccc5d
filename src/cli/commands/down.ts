import { t } from 'ttag';
import { removeCache } from '../../cluster/cache.ts';
import { takeDown } from '../../cluster/down.ts';
import type { CommandContext } from '../context.ts';
import { print } from '../io.ts';
import { cacheFolder, withCluster } from '../with-cluster.ts';
import { removeIfThere } from './hosts-remove.ts';

export async function down(context: CommandContext, flags: { keepCache?: boolean }): Promise<void> {
  const { io } = context;
  await withCluster(context, { name: 'down', changes: true }, async (cluster) => {
    await takeDown(cluster);
    await removeIfThere(context);
    if (!flags.keepCache) {
      await cluster.provider.removeCache?.();
      await removeCache(cacheFolder(io.env));
    }
    const { topology, provider } = cluster;
    const gone = provider.ownsMachines
      ? t`all machines are gone`
      : t`forgotten; the machines are yours and go on as they are`;
    const cache = flags.keepCache ? t`the cache stays` : t`the cache is gone`;
    print(io, t`${topology.cluster}: ${gone}; ${cache}. swarmlab.yaml stays: \`swarmlab up\` begins anew.`);
  });
}
