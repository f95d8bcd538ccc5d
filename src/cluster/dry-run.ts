import type { Cluster } from './cluster.ts';
import { connectNode } from './connect-node.ts';
import { gatherFacts } from './facts.ts';
import { phasesFor, type UpOptions } from './up.ts';

/** What `up` would do, as lines `node: phase: what`; asks machines that run, changes nothing. */
export async function* dryRun(cluster: Cluster, options: UpOptions): AsyncGenerator<string> {
  const states = await cluster.provider.list();
  for (const node of cluster.nodes.filter((it) => states.get(it.name) === 'running')) {
    await connectNode(node, cluster, await cluster.provider.endpoint(node.name));
    node.gathered(await gatherFacts(node.remote, cluster.now));
  }
  for (const phase of phasesFor(options)) {
    if (phase.scope === 'cluster') {
      yield `${cluster.topology.cluster}: ${phase.title}`;
      continue;
    }
    for (const node of cluster.nodes) {
      const skipped = node.hasFacts ? phase.skip?.(node, cluster) : undefined;
      const would =
        node.hasFacts || phase.id === 'make-machines' ? await phase.dryRun?.(node, cluster) : undefined;
      yield `${node.name}: ${phase.title}: ${skipped ? `nothing: ${skipped}` : (would ?? 'would run')}`;
    }
  }
}
