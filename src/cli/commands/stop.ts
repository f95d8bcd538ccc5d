import type { CommandContext } from '../context.ts';
import { print } from '../io.ts';
import { withCluster } from '../with-cluster.ts';

export async function stop(context: CommandContext): Promise<void> {
  await withCluster(context, { name: 'stop', changes: true }, async ({ provider, topology }) => {
    await provider.stop();
    print(context.io, `${topology.cluster}: stopped. \`swarmlab start\` brings it back.`);
  });
}
