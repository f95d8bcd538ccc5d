import type { Cluster } from '../cluster/cluster.ts';
import { connectNode } from '../cluster/connect-node.ts';
import { engineFacts } from '../cluster/facts.ts';
import type { ClusterNode } from '../cluster/node.ts';
import { SwarmlabError } from '../errors/index.ts';
import type { LabCluster, LabNode } from './lab-cluster.ts';

/** Milliseconds until a node that does not answer is left out: its checks then say `unknown`, with its name. */
const patience = 5_000;

/**
 * Connects to all nodes that answer and finds a manager with a say. What does not answer fails when it is asked; where
 * nothing answers there is nothing to ask, and the first node's reason is thrown.
 */
export async function openLab(cluster: Cluster): Promise<LabCluster> {
  const failures = new Map<string, unknown>();
  await Promise.all(
    cluster.nodes.map(async (node) => {
      try {
        await connectNode(node, cluster, await cluster.provider.endpoint(node.name), patience);
      } catch (error) {
        cluster.signal.throwIfAborted();
        failures.set(node.name, error);
      }
    }),
  );
  if (failures.size === cluster.nodes.length) throw failures.get(cluster.nodes[0]?.name ?? '');
  const reached = cluster.nodes.filter((node) => !failures.has(node.name));
  const manager = await managerAmong(reached);
  return {
    manager: {
      get: (path) => (manager ? manager.engine.get(path) : Promise.reject(noManager(cluster, failures))),
    },
    nodes: cluster.nodes.map((node) => labNode(node, failures.get(node.name))),
  };
}

function labNode(node: ClusterNode, failure: unknown): LabNode {
  const { name, address } = node.plan;
  return { name, address, remote: failure ? { dial: () => Promise.reject(failure) } : node.remote };
}

async function managerAmong(nodes: readonly ClusterNode[]): Promise<ClusterNode | undefined> {
  for (const node of nodes.filter((it) => it.isManager)) {
    const engine = await engineFacts(node.engine).catch(() => undefined);
    if (engine?.control) return node;
  }
  return undefined;
}

function noManager(cluster: Cluster, failures: ReadonlyMap<string, unknown>): unknown {
  const [cause] = cluster.nodes.filter((node) => node.isManager).map((node) => failures.get(node.name));
  return (
    cause ??
    new SwarmlabError('E_SWARM', 'no manager of the swarm answers', {
      fix: 'Look at `swarmlab status`; `swarmlab up` brings the swarm back.',
    })
  );
}
