import { readFileSync } from 'node:fs';
import { containerId, type Scene, shortId } from './lab-cluster.ts';

/** An answer of Traefik's API as text, from test/fixtures/traefik: shapes of v3.6, values of lab 05. */
export function traefikAnswer(name: string): string {
  return readFileSync(new URL(`../fixtures/traefik/${name}.json`, import.meta.url), 'utf8');
}

/** An HTTP answer over a connection. */
export function httpText(body: string, status = '200 OK'): { http: string } {
  return {
    http: `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  };
}

/** What Traefik says where no router matches. */
export const notFound = httpText('404 page not found\n', '404 Not Found');

/** One answer of the lab's counter service. */
export const counterBody = `${shortId} > 3\n`;

export const frontend = { Id: 'net-frontend', Name: 'frontend', Driver: 'overlay', Scope: 'swarm' };
export const backend = { Id: 'net-backend', Name: 'backend', Driver: 'overlay', Scope: 'swarm' };
export const bridge = { Id: 'net-bridge', Name: 'bridge', Driver: 'bridge', Scope: 'local' };

export const goodLabels: Readonly<Record<string, string>> = {
  'traefik.enable': 'true',
  'traefik.http.routers.counter.rule': 'Host(`counter.swarm.test`)',
  'traefik.http.services.counter.loadbalancer.server.port': '4567',
};

export const goodFlags: readonly string[] = [
  '--providers.swarm.endpoint=unix:///var/run/docker.sock',
  '--providers.swarm.exposedbydefault=false',
  '--providers.swarm.network=frontend',
  '--entrypoints.web.address=:80',
  '--api.insecure=true',
];

const socket = { Type: 'bind', Source: '/var/run/docker.sock', Target: '/var/run/docker.sock' };

/** A service of lab 05 as the Engine API gives it. */
export function swarmService(
  name: string,
  changes: {
    labels?: Readonly<Record<string, string>>;
    containerLabels?: Readonly<Record<string, string>>;
    networks?: readonly { Id: string }[];
    args?: readonly string[];
    mounts?: readonly object[];
    constraints?: readonly string[];
    ports?: readonly (readonly [published: number, target: number, mode?: string])[];
    replicas?: number;
  } = {},
): object {
  const { labels = {}, containerLabels, networks = [], args, mounts, constraints, ports = [] } = changes;
  const published = ports.map(([PublishedPort, TargetPort, PublishMode = 'ingress']) => ({
    Protocol: 'tcp',
    PublishedPort,
    TargetPort,
    PublishMode,
  }));
  return {
    ID: `id-of-${name}`,
    Spec: {
      Name: name,
      Labels: labels,
      TaskTemplate: {
        ContainerSpec: {
          Image: `localhost/${name}:1`,
          ...(containerLabels ? { Labels: containerLabels } : {}),
          ...(args ? { Args: args } : {}),
          ...(mounts ? { Mounts: mounts } : {}),
        },
        Networks: networks.map(({ Id }) => ({ Target: Id })),
        Placement: constraints ? { Constraints: constraints } : {},
      },
      Mode: { Replicated: { Replicas: changes.replicas ?? 1 } },
      EndpointSpec: { Mode: 'vip', Ports: published },
    },
    Endpoint: { Spec: { Mode: 'vip' }, Ports: published },
  };
}

/** Traefik as lab 05 wants it. */
export function traefikService(changes: Parameters<typeof swarmService>[1] = {}): object {
  return swarmService('traefik', {
    networks: [frontend],
    args: goodFlags,
    mounts: [socket],
    constraints: ['node.role==manager'],
    ports: [
      [80, 80],
      [8080, 8080],
    ],
    ...changes,
  });
}

/** The counter as lab 05 wants it. */
export function counterService(changes: Parameters<typeof swarmService>[1] = {}): object {
  return swarmService('counter', {
    labels: goodLabels,
    networks: [backend, frontend],
    replicas: 3,
    ...changes,
  });
}

/** A running task on a node (n1 is the manager) with its addresses by network. */
export function taskAt(node: string, addresses: Readonly<Record<string, string>> = {}, slot = 1): object {
  return {
    ID: `task-${node}-${slot}`,
    CreatedAt: '2026-01-01T10:00:00Z',
    Slot: slot,
    NodeID: node,
    DesiredState: 'running',
    Status: { State: 'running', ContainerStatus: { ContainerID: containerId } },
    NetworksAttachments: Object.entries(addresses).map(([Name, address]) => ({
      Network: { ID: `net-${Name}`, Spec: { Name } },
      Addresses: [`${address}/24`],
    })),
  };
}

/** Three tasks of the counter on both networks. */
export const counterTasks: readonly object[] = ['n1', 'n2', 'n3'].map((node, at) =>
  taskAt(node, { backend: `10.20.1.${at + 5}`, frontend: `10.20.2.${at + 5}` }, at + 1),
);

/** The first line and the Host header of a request. */
export function asked(request: string): { path: string; host: string } {
  return {
    path: /^GET (\S+)/.exec(request)?.[1] ?? '',
    host: /^host: (.*)$/im.exec(request)?.[1]?.trim() ?? '',
  };
}

/** What a solved lab 05 answers at port 80 and at the API's port. */
export function solvedAnswer(port: number, request: string): { http: string } {
  const { path, host } = asked(request);
  if (port === 80) return host === 'counter.swarm.test' ? httpText(counterBody) : notFound;
  if (path === '/api/http/routers/counter@swarm') return httpText(traefikAnswer('router-enabled'));
  if (path === '/api/http/services/counter@swarm') return httpText(traefikAnswer('service'));
  return httpText(traefikAnswer('router-not-found'), '404 Not Found');
}

/** A lab 05, solved unless changed; the manager is core-01. `answers` is asked what a port says, for ports 80 and 8080. */
export function proxyLab(
  changes: Scene & { answers?: (port: number, request: string) => { http: string } } = {},
): Scene {
  const { answers = solvedAnswer, manager, ...scene } = changes;
  return {
    services: () => [traefikService(), counterService()],
    tasks: () => [...counterTasks],
    behaves: (_from, _to, port) =>
      port === 80 || port === 8080 ? { http: (request) => answers(port, request).http } : { refused: true },
    manager: (path) => manager?.(path) ?? (path === '/networks' ? [frontend, backend, bridge] : undefined),
    ...scene,
  };
}
