import { truth } from './flags.ts';

/** A router as labels define it. */
export interface Router {
  entryPoints?: readonly string[];
  rule: string;
  service: string;
  priority?: number;
}

/** A service's load balancer as labels define it; `port` and `scheme` are of each server. */
export interface LoadBalancer {
  port?: string;
  scheme: string;
  passHostHeader: boolean;
}

/** What one service's labels say. */
export interface Decoded {
  enabled: boolean;
  /** Name of the network to take addresses of; empty where none is named. */
  network: string;
  /** One server, the service's virtual address, instead of one a task. */
  virtual: boolean;
  routers: ReadonlyMap<string, Router>;
  services: ReadonlyMap<string, LoadBalancer>;
}

/**
 * Decodes a service's labels. Names are not case-sensitive, but those of routers and services keep their case. Throws where a
 * label cannot be understood: the service is then left out as a whole.
 */
export function decodeLabels(
  labels: Readonly<Record<string, string>>,
  defaults: { exposedByDefault: boolean; network: string },
): Decoded {
  const routers = new Map<string, Router>();
  const services = new Map<string, LoadBalancer>();
  const of = { docker: new Map<string, string>(), swarm: new Map<string, string>() };
  let enabled = defaults.exposedByDefault;
  for (const [label, value] of Object.entries(labels)) {
    const parts = label.split('.');
    if (parts[0]?.toLowerCase() !== 'traefik') continue;
    const path = parts.slice(1).map((part) => part.toLowerCase());
    const [first = '', second = '', third] = path;
    if (path.length === 1 && first === 'enable') enabled = truth(label, value);
    else if ((first === 'docker' || first === 'swarm') && path.length === 2) of[first].set(second, value);
    else if (first === 'http' && second === 'routers' && third !== undefined && path.length === 4)
      setRouter(at(routers, parts[3] ?? '', { rule: '', service: '' }), path[3] ?? '', label, value);
    else if (first === 'http' && second === 'services' && third !== undefined)
      setService(
        at(services, parts[3] ?? '', { scheme: 'http', passHostHeader: true }),
        path.slice(3).join('.'),
        label,
        value,
      );
    else throw new Error(`field not found, node: ${parts.at(-1)} (label ${label})`);
  }
  if (of.docker.size > 0 && of.swarm.size > 0) throw new Error('both Docker and Swarm labels are defined');
  const specific = of.docker.size > 0 ? of.docker : of.swarm;
  for (const name of specific.keys())
    if (name !== 'network' && name !== 'lbswarm') throw new Error(`field not found, node: ${name}`);
  return {
    enabled,
    network: specific.get('network') ?? defaults.network,
    virtual: specific.has('lbswarm') && truth('lbswarm', specific.get('lbswarm')),
    routers,
    services,
  };
}

function at<Value extends object>(map: Map<string, Value>, name: string, fresh: Value): Value {
  const value = map.get(name) ?? fresh;
  map.set(name, value);
  return value;
}

function setRouter(router: Router, field: string, label: string, value: string): void {
  if (field === 'rule') router.rule = value;
  else if (field === 'service') router.service = value;
  else if (field === 'entrypoints') router.entryPoints = value.split(',').map((name) => name.trim());
  else if (field === 'priority') router.priority = Number(value);
  else throw new Error(`field not found, node: ${field} (label ${label})`);
}

function setService(service: LoadBalancer, field: string, label: string, value: string): void {
  if (field === 'loadbalancer.server.port') service.port = value;
  else if (field === 'loadbalancer.server.scheme') service.scheme = value;
  else if (field === 'loadbalancer.passhostheader') service.passHostHeader = truth(label, value);
  else throw new Error(`field not found, node: ${field} (label ${label})`);
}
