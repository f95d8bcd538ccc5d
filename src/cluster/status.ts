import type { Endpoint } from '../transport/runner.ts';
import type { Cluster } from './cluster.ts';
import type { Facts } from './facts.ts';
import { lookAtNode } from './look-at-node.ts';
import type { ClusterNode } from './node.ts';
import { type SwarmNode, swarmNodes } from './swarm.ts';

/** One node as `status --json` prints it. `status` is Docker's word for a member, else what keeps it from being one. */
interface NodeStatus {
  name: string;
  role: 'manager' | 'worker';
  address: string;
  ssh: Pick<Endpoint, 'host' | 'port' | 'user'> | null;
  status:
    | 'ready'
    | 'down'
    | 'unknown'
    | 'disconnected'
    | 'no swarm'
    | 'no engine'
    | 'unreachable'
    | 'stopped'
    | 'missing';
  availability: 'active' | 'pause' | 'drain' | null;
  /** The engine's version. */
  engine: string | null;
  leader: boolean;
}

/** What `status --json` prints. `mesh`: what carries published ports; null where no node could be asked. */
export interface ClusterStatus {
  cluster: string;
  provider: string;
  nodes: NodeStatus[];
  mesh: 'ipvs' | 'nftables' | null;
}

/** Asks everything that answers; what does not answer is part of the status, not an error. */
export async function clusterStatus(cluster: Cluster): Promise<ClusterStatus> {
  const states = await cluster.provider.list();
  const looks = await Promise.all(
    cluster.nodes.map((node) => look(node, cluster, states.get(node.name) ?? 'missing')),
  );
  const manager = cluster.nodes.find((node) => node.hasFacts && node.facts.engine?.control);
  const members = manager ? await swarmNodes(manager.engine) : [];
  const facts = cluster.nodes.filter((node) => node.hasFacts).map((node) => node.facts);
  return {
    cluster: cluster.topology.cluster,
    provider: cluster.topology.provider,
    nodes: cluster.nodes.map((node, index) => describe(node, looks[index] as NodeStatus['status'], members)),
    mesh: facts.length === 0 ? null : facts.every((it) => it.ipvs) ? 'ipvs' : 'nftables',
  };
}

async function look(
  node: ClusterNode,
  cluster: Cluster,
  state: 'running' | 'stopped' | 'missing',
): Promise<NodeStatus['status']> {
  if (state !== 'running') return state;
  return (await lookAtNode(node, cluster)) === undefined ? statusWithoutSwarm(node.facts) : 'unreachable';
}

function statusWithoutSwarm(facts: Facts): NodeStatus['status'] {
  return facts.engine ? 'no swarm' : 'no engine';
}

function describe(node: ClusterNode, seen: NodeStatus['status'], members: readonly SwarmNode[]): NodeStatus {
  const { name, role, address } = node.plan;
  const engine = node.hasFacts ? node.facts.engine : undefined;
  const member = engine
    ? members.find((it) => it.ID === engine.nodeId)
    : members.find((it) => it.Description.Hostname === name);
  const { host, port, user } = node.isReached ? node.endpoint : { host: '', port: 0, user: '' };
  return {
    name,
    role: member?.Spec.Role ?? role,
    address,
    ssh: node.isReached ? { host, port, user } : null,
    status: seen === 'no swarm' && member ? member.Status.State : seen,
    availability: member?.Spec.Availability ?? null,
    engine: engine?.version ?? member?.Description.Engine.EngineVersion ?? null,
    leader: member?.ManagerStatus?.Leader ?? false,
  };
}
