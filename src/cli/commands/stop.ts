import type { CommandContext } from '../context.ts';
import { print } from '../io.ts';
import { withCluster } from '../with-cluster.ts';

export async function stop(context: CommandContext): Promise<void> {
  await withCluster(context, { name: 'stop', changes: true }, async ({ provider, topology }) => {
    await provider.stop();
    const said = provider.ownsMachines
      ? 'stopped. `swarmlab start` brings it back.'
      : 'nothing is stopped: the machines are yours. Turn them off as you always do.';
    print(context.io, `${topology.cluster}: ${said}`);
  });
}
