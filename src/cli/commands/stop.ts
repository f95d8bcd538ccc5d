import { t } from 'ttag';
import { requireNode } from '../../cluster/require-node.ts';
import type { CommandContext } from '../context.ts';
import { print } from '../io.ts';
import { withCluster } from '../with-cluster.ts';

/** Stops the named machines, or all where none is named. */
export async function stop(context: CommandContext, names: readonly string[]): Promise<void> {
  await withCluster(context, { name: 'stop', changes: true }, async ({ provider, topology, nodes }) => {
    const some = [...new Set(names.map((name) => requireNode(nodes, name).name))];
    await provider.stop(some.length > 0 ? some : undefined);
    const back = ['swarmlab start', ...some].join(' ');
    const said = provider.ownsMachines
      ? some.length > 1
        ? t`stopped. \`${back}\` brings them back.`
        : t`stopped. \`${back}\` brings it back.`
      : t`nothing is stopped: the machines are yours. Turn them off as you always do.`;
    const what = provider.ownsMachines && some.length > 0 ? some.join(', ') : topology.cluster;
    print(context.io, `${what}: ${said}`);
  });
}
