import { containerId, type Scene, serviceJson, taskJson } from './lab-cluster.ts';

const networkId = 'id-of-backend';

/** An overlay network as the Engine API gives it; `changes` in the API's own words. */
export function networkJson(changes: object = {}) {
  return { Id: networkId, Name: 'backend', Driver: 'overlay', Scope: 'swarm', Attachable: true, ...changes };
}

/** A service on networks, with a virtual address on the first; on backend alone where nothing else is said. */
export function networkedJson(
  name: string,
  changes: { networks?: string[]; env?: string[]; ports?: object[]; vip?: string } = {},
) {
  const { networks = [networkId], env = [], ports = [], vip = '10.20.1.2/24' } = changes;
  const service = serviceJson({ name, ports });
  return {
    ...service,
    Spec: {
      ...service.Spec,
      TaskTemplate: { ContainerSpec: { Env: env }, Networks: networks.map((Target) => ({ Target })) },
    },
    Endpoint: {
      ...service.Endpoint,
      VirtualIPs: vip ? [{ NetworkID: networks[0] ?? 'ingress', Addr: vip }] : [],
    },
  };
}

/** Three tasks of a service on backend, one a node, with the addresses 10.20.1.5 to .7. */
export function networkedTasks() {
  return [1, 2, 3].map((at) => ({
    ...taskJson({ id: `task${at}`, slot: at }),
    NodeID: `n${at}`,
    Status: { State: 'running', ContainerStatus: { ContainerID: `${at}${containerId.slice(1)}` } },
    NetworksAttachments: [{ Network: { ID: networkId }, Addresses: [`10.20.1.${at + 4}/24`] }],
  }));
}

/** The short ids of those tasks' containers. */
export const replicas = [1, 2, 3].map((at) => `${at}${containerId.slice(1, 12)}`);

/** Networks on the manager, and containers whose first process has the id 4321. */
export function networkScene(scene: Scene & { networks?: object[] } = {}): Scene {
  const { networks = [networkJson()], ...rest } = scene;
  return {
    tasks: networkedTasks,
    manager: (path) => (path === '/networks' ? networks : undefined),
    engine: (_node, path) => (path.startsWith('/containers/') ? { State: { Pid: 4321 } } : undefined),
    ...rest,
  };
}
