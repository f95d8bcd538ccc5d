import { msgid, ngettext, t } from 'ttag';
import type { Cluster } from '../../cluster/cluster.ts';
import { requireNode } from '../../cluster/require-node.ts';
import { requireMade, startNodes, startPhases } from '../../cluster/start-nodes.ts';
import { bringUp } from '../bring-up.ts';
import type { CommandContext } from '../context.ts';
import { type Io, print } from '../io.ts';
import { showProgress } from '../progress.ts';
import { withCluster } from '../with-cluster.ts';

/** Starts the named machines; without names all, by the same phases as `up`. It makes none. */
export async function start(context: CommandContext, names: readonly string[]): Promise<void> {
  const { io } = context;
  await withCluster(context, { name: 'start', changes: true }, async (cluster) => {
    const { topology, nodes, provider } = cluster;
    if (names.length > 0) {
      await startSome(io, cluster, names);
      return;
    }
    requireMade(nodes, await provider.list());
    await bringUp(io, cluster, {});
    print(io, t`${topology.cluster}: ${nodes.length} nodes are up again. Next: swarmlab status`);
  });
}

async function startSome(io: Io, cluster: Cluster, names: readonly string[]): Promise<void> {
  const nodes = [...new Set(names.map((name) => requireNode(cluster.nodes, name)))];
  const started = nodes.map((node) => node.name);
  const progress = showProgress(io, cluster.topology.cluster, startPhases(cluster.nodes), started);
  try {
    await startNodes(cluster, nodes, progress.listener);
  } finally {
    await progress.finish();
  }
  const all = started.join(', ');
  print(
    io,
    ngettext(
      msgid`${all} is up again. Next: swarmlab status`,
      `${all} are up again. Next: swarmlab status`,
      nodes.length,
    ),
  );
}
