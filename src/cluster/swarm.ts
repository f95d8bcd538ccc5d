import pRetry from 'p-retry';
import { hasCode } from '../errors/index.ts';
import { changedMeanwhile } from '../errors/known-problems.ts';
import type { EngineApi } from './engine-api.ts';

/** A node as the swarm's managers see it. Source: Engine API, `GET /nodes`, the fields that are used here. */
export interface SwarmNode {
  ID: string;
  Version: { Index: number };
  Spec: {
    Role: 'manager' | 'worker';
    Availability: 'active' | 'pause' | 'drain';
    Labels?: Record<string, string>;
  };
  Description: { Hostname: string; Engine: { EngineVersion: string } };
  Status: { State: 'unknown' | 'down' | 'ready' | 'disconnected'; Addr?: string };
  ManagerStatus?: { Leader?: boolean; Reachability: string; Addr: string };
}

/**
 * Whether a member has a vote. `docker swarm init --force-new-cluster` takes the others' votes and leaves their role as it is: they work as
 * workers, and Docker refuses to make them managers ("is already a manager") or workers ("can't find manager in raft memberlist").
 */
export function isInRaft({ Spec, ManagerStatus }: SwarmNode): boolean {
  return Spec.Role === 'manager' && ManagerStatus !== undefined;
}

/** Whether a member is to be a manager and has no vote: it is about to get one, or lost it, or its way to one was cut short. */
export function isVoteless({ Spec, ManagerStatus }: SwarmNode): boolean {
  return Spec.Role === 'manager' && ManagerStatus === undefined;
}

/** Asks a manager for all nodes. */
export function swarmNodes(manager: Pick<EngineApi, 'get'>): Promise<SwarmNode[]> {
  return manager.get<SwarmNode[]>('/nodes');
}

/** Asks a manager for the swarm's id; `GET /swarm` would give the join tokens beside it. */
export async function swarmId(manager: EngineApi): Promise<string> {
  const info = await manager.get<{ Swarm: { Cluster?: { ID?: string } } }>('/info');
  return info.Swarm.Cluster?.ID ?? '';
}

/** What a machine needs to join. The tokens are secrets: never log, never put into an argument list. */
export interface JoinTokens {
  Manager: string;
  Worker: string;
}

/** Asks a manager for the join tokens. */
export async function joinTokens(manager: EngineApi): Promise<JoinTokens> {
  return (await manager.get<{ JoinTokens: JoinTokens }>('/swarm')).JoinTokens;
}

/** Starts a swarm on a machine that is in none. Addresses without a port. */
export async function initSwarm(engine: EngineApi, address: string, overlayPool: string): Promise<void> {
  await engine.post('/swarm/init', initOf(address, overlayPool));
}

function initOf(address: string, overlayPool: string) {
  return {
    ListenAddr: '0.0.0.0:2377',
    AdvertiseAddr: address,
    DefaultAddrPool: [overlayPool],
    SubnetSize: 24,
  };
}

/**
 * Has a manager whose swarm lost its quorum go on as the only manager, with all services. Address without a port. The pool is said again: left
 * out, networks made from then on have Docker's default, 10.0.0.0/8.
 */
export async function forceNewCluster(
  engine: EngineApi,
  address: string,
  overlayPool: string,
): Promise<void> {
  await engine.post('/swarm/init', { ...initOf(address, overlayPool), ForceNewCluster: true });
}

/**
 * Joins a swarm as what the token is for; addresses without a port. The engine answers when it is a member; after 20 s without that it says so
 * and goes on trying, and a busy computer gets a minute more. Source: moby, daemon/cluster, swarmConnectTimeout
 */
export async function joinSwarm(
  engine: Pick<EngineApi, 'get' | 'post'>,
  {
    address,
    manager,
    token,
    signal,
  }: { address: string; manager: string; token: string; signal: AbortSignal },
): Promise<void> {
  const request = {
    ListenAddr: '0.0.0.0:2377',
    AdvertiseAddr: address,
    RemoteAddrs: [`${manager}:2377`],
    JoinToken: token,
  };
  await engine.post('/swarm/join', request).catch(async (late: Error) => {
    if (!/Timeout was reached before node joined/.test(late.message)) throw late;
    const look = async () => {
      const { Swarm } = await engine.get<{ Swarm: { LocalNodeState: string } }>('/info');
      if (Swarm.LocalNodeState !== 'active') throw late;
    };
    const shouldRetry = ({ error }: { error: Error }) => error === late;
    await pRetry(look, { retries: 300, minTimeout: 200, maxTimeout: 200, shouldRetry, signal });
  });
}

/**
 * Leaves the swarm that the engine is in. The engine gives its part in it 15 s to end; one that takes longer is in the swarm still, and is asked
 * again. Source: moby, daemon/cluster/noderunner.go, Stop
 */
export async function leaveSwarm(engine: Pick<EngineApi, 'post'>): Promise<void> {
  await pRetry(() => engine.post('/swarm/leave?force=true'), {
    retries: 3,
    minTimeout: 500,
    maxTimeout: 500,
    shouldRetry: ({ error }) => isStillLeaving(error),
  });
}

/** Whether it is the engine's answer that it has not come to the end of leaving. */
export function isStillLeaving(error: unknown): boolean {
  return hasCode(error, 'E_ENGINE_API') && /context deadline exceeded/.test(error.message);
}

/** Makes a member a manager or a worker. */
export function setRole(
  manager: Pick<EngineApi, 'get' | 'post'>,
  node: SwarmNode,
  role: 'manager' | 'worker',
): Promise<void> {
  return changeNode(manager, node, (spec) => ({ ...spec, Role: role }));
}

/** Lets a member take tasks again that was drained or paused. */
export function activate(manager: Pick<EngineApi, 'get' | 'post'>, node: SwarmNode): Promise<void> {
  return changeNode(manager, node, (spec) => ({ ...spec, Availability: 'active' }));
}

/**
 * Changes what is wished of a member. `node`: as read last; the managers write into the entry as well (an address, a lost vote), and Docker
 * refuses to change one that is not read as it stands. Then it is read again.
 */
export async function changeNode(
  manager: Pick<EngineApi, 'get' | 'post'>,
  node: SwarmNode,
  change: (spec: SwarmNode['Spec']) => SwarmNode['Spec'],
): Promise<void> {
  const attempt = async (number: number) => {
    const read = number === 1 ? node : await manager.get<SwarmNode>(`/nodes/${node.ID}`);
    await manager.post(`/nodes/${node.ID}/update?version=${read.Version.Index}`, change(read.Spec));
  };
  await pRetry(attempt, {
    retries: 10,
    minTimeout: 50,
    maxTimeout: 500,
    shouldRetry: ({ error }) => changedMeanwhile(error.message),
  });
}

/** Takes an entry out of the node list, also one that is down. */
export async function removeNode(manager: EngineApi, id: string): Promise<void> {
  await manager.delete(`/nodes/${id}?force=true`);
}
