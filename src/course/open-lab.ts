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
  const ask = manager ? once(manager.engine) : { get: () => Promise.reject(noManager(cluster, failures)) };
  return {
    manager: ask,
    nodes: cluster.nodes.map((node) => labNode(node, failures.get(node.name))),
    pace: manager ? await paceOf(ask, cluster.now) : 1,
  };
}

function labNode(node: ClusterNode, failure: unknown): LabNode {
  const { name, address } = node.plan;
  if (!failure) return { name, address, remote: node.remote, engine: once(node.engine) };
  const fails = () => Promise.reject(failure);
  return { name, address, remote: { dial: fails, run: fails }, engine: { get: fails } };
}

/** Checks that ask the same at the same moment share the answer. */
function once(engine: { get(path: string): Promise<unknown> }): { get(path: string): Promise<unknown> } {
  const asked = new Map<string, Promise<unknown>>();
  return {
    get(path) {
      const answer = asked.get(path) ?? engine.get(path).finally(() => asked.delete(path));
      asked.set(path, answer);
      return answer;
    },
  };
}

/** Milliseconds in which a quick cluster says what it is. */
const quick = 60;

/** How much slower than a quick cluster this one answers: 1 to 10. */
async function paceOf(engine: { get(path: string): Promise<unknown> }, now: () => number): Promise<number> {
  const begun = now();
  await engine.get('/info').catch(() => undefined);
  return Math.min(Math.max((now() - begun) / quick, 1), 10);
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
