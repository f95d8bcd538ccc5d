import { t } from 'ttag';
import type { Cluster } from './cluster.ts';
import { connectNode } from './connect-node.ts';
import { gatherFacts } from './facts.ts';
import type { ClusterNode } from './node.ts';
import type { ClusterPhase, NodePhase } from './phase.ts';
import { phasesFor, type UpOptions } from './up.ts';

/** What `up` would do, as lines `node: phase: what`; asks machines that run, changes nothing. */
export async function* dryRun(cluster: Cluster, options: UpOptions): AsyncGenerator<string> {
  const states = await cluster.provider.list();
  const running = cluster.nodes.filter((it) => states.get(it.name) === 'running');
  await Promise.all(
    running.map(async (node) => {
      await connectNode(node, cluster, await cluster.provider.endpoint(node.name));
      node.gathered(await gatherFacts(node.remote, cluster.now));
    }),
  );
  for (const phase of phasesFor(options)) {
    if (phase.scope === 'cluster') {
      yield `${cluster.topology.cluster}: ${phase.title}: ${await ofCluster(phase, cluster)}`;
      continue;
    }
    for (const node of cluster.nodes)
      yield `${node.name}: ${phase.title}: ${await ofNode(phase, node, cluster)}`;
  }
}

/** Before there are facts, all that is known of a machine is whether it runs. */
async function ofNode(phase: NodePhase, node: ClusterNode, cluster: Cluster): Promise<string> {
  if (!node.hasFacts && phase.id !== 'make-machines') return t`would run`;
  const skipped = node.hasFacts ? phase.skip?.(node, cluster) : undefined;
  if (skipped !== undefined) return `nothing: ${skipped}`;
  return (await phase.dryRun?.(node, cluster)) ?? t`would run`;
}

async function ofCluster(phase: ClusterPhase, cluster: Cluster): Promise<string> {
  const known = cluster.nodes.every((node) => node.hasFacts);
  const skipped = known ? await phase.skip?.(cluster) : undefined;
  return skipped === undefined ? t`would run` : `nothing: ${skipped}`;
}
