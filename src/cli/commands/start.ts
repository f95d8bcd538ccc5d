import { SwarmlabError } from '../../errors/index.ts';
import { bringUp } from '../bring-up.ts';
import type { CommandContext } from '../context.ts';
import { print } from '../io.ts';
import { withCluster } from '../with-cluster.ts';

/** The same phases as `up`, but it makes no machine. */
export async function start(context: CommandContext): Promise<void> {
  const { io } = context;
  await withCluster(context, { name: 'start', changes: true }, async (cluster) => {
    const { topology, nodes, provider } = cluster;
    const states = await provider.list();
    const missing = nodes.filter((node) => (states.get(node.name) ?? 'missing') === 'missing');
    if (missing.length > 0) {
      throw new SwarmlabError(
        'E_NO_MACHINES',
        `there is no machine to start for ${missing.map((it) => it.name).join(', ')}`,
        {
          fix: 'Run `swarmlab up`: it makes them.',
        },
      );
    }
    await bringUp(io, cluster, {});
    print(io, `${topology.cluster}: ${nodes.length} nodes are up again. Next: swarmlab status`);
  });
}
