import { planNodes } from './plan-nodes.ts';
import { monitoringMemory, monitors } from './rules/memory.ts';
import { type Topology, topologySchema } from './schema.ts';

/** What even the default topology must be told. */
export interface DefaultWishes {
  cluster: string;
  /** For ssh the caller adds `ssh` to each node: no default knows somebody's machines. */
  provider: Topology['provider'];
  labs?: readonly string[];
}

/** Manager core-01 and workers core-02 and core-03 at 172.17.8.101 to 103, 1 CPU and 1 GiB each (a monitoring manager: 2). */
export function defaultTopology({ cluster, provider, labs = [] }: DefaultWishes): Topology {
  const nodes = planNodes({ count: 3 }).map((node) =>
    node.role === 'manager' && monitors(labs) ? { ...node, memory: monitoringMemory } : node,
  );
  return topologySchema.parse({ version: 1, cluster, provider, nodes, labs: [...labs] });
}
