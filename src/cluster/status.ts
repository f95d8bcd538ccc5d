import type { Endpoint } from '../transport/runner.ts';
import type { Cluster } from './cluster.ts';
import type { Facts } from './facts.ts';
import { lookAtNode } from './look-at-node.ts';
import type { ClusterNode } from './node.ts';
import { type SwarmNode, swarmNodes } from './swarm.ts';
import { within } from './within.ts';

/** Milliseconds for a manager to tell its members. */
const patience = 5_000;

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
    | 'no quorum'
    | 'no manager'
    | 'no engine'
    | 'no answer'
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
  const members = await firstList(cluster.nodes);
  const facts = cluster.nodes.filter((node) => node.hasFacts).map((node) => node.facts);
  return {
    cluster: cluster.topology.cluster,
    provider: cluster.topology.provider,
    nodes: cluster.nodes.map((node, index) => describe(node, looks[index] as NodeStatus['status'], members)),
    mesh: facts.length === 0 ? null : facts.every((it) => it.ipvs) ? 'ipvs' : 'nftables',
  };
}

/** The node list of the first manager that gives it: one that has lost its quorum does not, and may take long to say so. */
async function firstList(nodes: readonly ClusterNode[]): Promise<SwarmNode[]> {
  const managers = nodes.filter((node) => node.hasFacts && node.facts.engine?.control);
  const lists = managers.map((node) => within(patience, swarmNodes(node.engine)));
  return Promise.any(lists).catch(() => []);
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
  if (!facts.engine) return facts.engineStart === '' ? 'no engine' : 'no answer';
  // What a member is, a manager's list says. Where none does, this is what keeps it from that.
  if (facts.engine.control) return 'no quorum';
  return facts.engine.swarm === 'inactive' ? 'no swarm' : 'no manager';
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
    status: member && /^no (swarm|quorum|manager)$/.test(seen) ? member.Status.State : seen,
    availability: member?.Spec.Availability ?? null,
    engine: engine?.version ?? member?.Description.Engine.EngineVersion ?? null,
    leader: member?.ManagerStatus?.Leader ?? false,
  };
}
