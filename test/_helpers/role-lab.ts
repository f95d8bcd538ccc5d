import { SwarmlabError } from '../../src/errors/index.ts';
import { labCluster, type Scene } from './lab-cluster.ts';

/** A node of the list, as the Engine API gives it. */
export function listed(
  at: number,
  changes: {
    role?: string;
    vote?: 'leader' | 'reachable' | 'unreachable' | 'none';
    state?: string;
    availability?: string;
    labels?: Record<string, string>;
  } = {},
) {
  const {
    role = 'manager',
    vote = at === 1 ? 'leader' : 'reachable',
    state = 'ready',
    availability = 'active',
    labels = {},
  } = changes;
  const reachability = vote === 'leader' ? 'reachable' : vote;
  return {
    ID: `n${at}`,
    CreatedAt: '2026-01-01T09:00:00Z',
    Spec: { Role: role, Availability: availability, Labels: labels },
    Description: { Hostname: `core-0${at}` },
    Status: { State: state },
    ...(vote === 'none' || role === 'worker'
      ? {}
      : { ManagerStatus: { Leader: vote === 'leader', Reachability: reachability, Addr: '' } }),
  };
}

/** A global service that was made at 10:00:00. */
export function globalJson(name: string, at = '2026-01-01T10:00:00Z', mode: object = { Global: {} }) {
  return { ID: `id-of-${name}`, CreatedAt: at, Spec: { Name: name, Mode: mode } };
}

/** A task of it on a node, running since so many seconds after 10:00:00. */
export function startedTask(node: number, seconds: number, changes: object = {}) {
  const time = new Date(Date.parse('2026-01-01T10:00:00Z') + seconds * 1000).toISOString();
  return {
    ID: `t${node}-${seconds}`,
    CreatedAt: time,
    UpdatedAt: time,
    NodeID: `n${node}`,
    DesiredState: 'running',
    Status: { State: 'running', ContainerStatus: { ContainerID: `c${node}` } },
    ...changes,
  };
}

/** A cluster whose manager has lost its quorum. */
export function withoutQuorum() {
  const refuse = () => {
    throw new SwarmlabError('E_ENGINE_API', 'core-01: The swarm does not have a leader.', { fix: '' });
  };
  return labCluster({ services: refuse, nodes: refuse, manager: refuse } as Scene);
}
