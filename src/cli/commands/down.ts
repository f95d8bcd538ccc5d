import { rm } from 'node:fs/promises';
import { takeDown } from '../../cluster/down.ts';
import type { CommandContext } from '../context.ts';
import { print } from '../io.ts';
import { cacheFolder, withCluster } from '../with-cluster.ts';

export async function down(context: CommandContext, flags: { keepCache?: boolean }): Promise<void> {
  const { io } = context;
  await withCluster(context, { name: 'down', changes: true }, async (cluster) => {
    await takeDown(cluster);
    if (!flags.keepCache) {
      await cluster.provider.removeCache?.();
      await rm(cacheFolder(io.env), { recursive: true, force: true });
    }
    const rest = flags.keepCache ? 'the cache stays' : 'and the cache with it';
    print(
      io,
      `${cluster.topology.cluster}: all machines are gone, ${rest}. swarmlab.yaml stays: \`swarmlab up\` makes it again.`,
    );
  });
}
