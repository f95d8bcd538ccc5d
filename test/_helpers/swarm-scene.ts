import { SwarmlabError } from '../../src/errors/index.ts';
import type { Scene } from './lab-cluster.ts';
import { labCluster } from './lab-cluster.ts';

/** A node as its own engine and the manager's list tell of it; what is left out is as it should be. */
export interface SceneNode {
  state?: string;
  /** What its own engine advertises, and what the managers see. */
  advertised?: string;
  seen?: string;
  hostname?: string;
  role?: 'manager' | 'worker';
  leader?: boolean;
  reachability?: string;
  control?: boolean;
  status?: string;
  availability?: string;
  /** The manager's list does not have it. */
  unlisted?: boolean;
  /** Its engine cannot be asked. */
  away?: boolean;
}

/** Three nodes in one swarm that core-01 leads, changed as wanted; `twins`: entries of nobody, by host name and state. */
export function swarmScene(
  changes: Record<string, SceneNode> = {},
  { twins = [], pool = '10.20.0.0/16' }: { twins?: [string, string][]; pool?: string } = {},
) {
  const nodes = ['core-01', 'core-02', 'core-03'].map((name, at) => {
    const role = at === 0 ? ('manager' as const) : ('worker' as const);
    const address = `172.17.8.10${at + 1}`;
    return { name, address, id: `id-${name}`, ...{ role, state: 'active' }, ...changes[name] };
  });
  const members = nodes
    .filter(({ state, unlisted }) => state !== 'inactive' && !unlisted)
    .map((node) => ({
      ID: node.id,
      Spec: { Role: node.role, Availability: node.availability ?? 'active' },
      Description: { Hostname: node.hostname ?? node.name },
      Status: { State: node.status ?? 'ready', Addr: node.seen ?? node.address },
      ...(node.role === 'manager'
        ? {
            ManagerStatus: {
              Leader: node.leader ?? node.name === 'core-01',
              Reachability: node.reachability ?? 'reachable',
              Addr: `${node.address}:2377`,
            },
          }
        : {}),
    }));
  const former = twins.map(([Hostname, State], at) => ({
    ID: `former-${at}`,
    Spec: { Role: 'worker', Availability: 'active' },
    Description: { Hostname },
    Status: { State, Addr: '172.17.8.103' },
  }));
  const engine: Scene['engine'] = (name, path) => {
    const node = nodes.find((it) => it.name === name);
    if (!node || node.away)
      throw new SwarmlabError('E_SSH_LOST', `${name}: the connection was lost`, { fix: '' });
    if (path === '/nodes') return [...members, ...former];
    const inactive = node.state === 'inactive';
    const control = node.control ?? (node.role === 'manager' && node.state === 'active');
    return {
      Swarm: {
        LocalNodeState: node.state,
        NodeID: inactive ? '' : node.id,
        NodeAddr: inactive ? '' : (node.advertised ?? node.address),
        ControlAvailable: control,
        ...(control ? { Cluster: { DefaultAddrPool: [pool] } } : {}),
      },
    };
  };
  return labCluster({ engine });
}

/** No node is in a swarm. */
export const machinesAlone = swarmScene({
  'core-01': { state: 'inactive' },
  'core-02': { state: 'inactive' },
  'core-03': { state: 'inactive' },
});
