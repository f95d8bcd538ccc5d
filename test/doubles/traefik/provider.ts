import { type Decoded, decodeLabels, type LoadBalancer, type Router } from './labels.ts';

/** What Docker's API says of the swarm; the fields that are read. */
export interface Swarm {
  services: readonly SwarmService[];
  /** Running tasks that shall run, by service id. */
  tasks: ReadonlyMap<string, readonly SwarmTask[]>;
  /** Names of the swarm's networks by id. */
  networks: ReadonlyMap<string, string>;
}

export interface SwarmService {
  ID: string;
  Spec: { Name: string; Labels?: Record<string, string> | null };
  Endpoint?: { VirtualIPs?: readonly { NetworkID: string; Addr?: string }[] | null };
}

export interface SwarmTask {
  ID: string;
  DesiredState: string;
  Status: { State: string };
  NetworksAttachments?: readonly { Network: { ID: string }; Addresses?: readonly string[] | null }[] | null;
}

/** A load balancer with its servers, as in `http://10.20.2.5:4567`. */
export interface Balancer {
  servers: readonly string[];
  passHostHeader: boolean;
}

/** Routers and services by name, without `@swarm`, and what had to be left out. */
export interface Configuration {
  routers: ReadonlyMap<string, Router>;
  services: ReadonlyMap<string, Balancer>;
  complaints: readonly string[];
}

/** Where nothing names one of several networks, Go's maps give any of them, another one at each look; tests choose. */
export type Choose = (addresses: readonly string[]) => string;
export const atRandom: Choose = (addresses) => addresses[Math.floor(Math.random() * addresses.length)] ?? '';

/** Makes the configuration of the swarm's labels, a task at a time, and merges what the tasks say. */
export function configurationOf(
  swarm: Swarm,
  defaults: { exposedByDefault: boolean; network: string },
  choose: Choose = atRandom,
): Configuration {
  const complaints: string[] = [];
  const parts: Part[] = [];
  for (const service of swarm.services) {
    const name = service.Spec.Name;
    try {
      const labels = decodeLabels(service.Spec.Labels ?? {}, defaults);
      if (!labels.enabled) continue;
      for (const addresses of placesOf(service, labels, swarm)) {
        const address = addressOf(addresses, labels.network, choose);
        if (address.complaint) complaints.push(`${name}: ${address.complaint}`);
        parts.push(partOf(normalize(name), labels, address.ip));
      }
    } catch (error) {
      complaints.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return merge(parts, complaints);
}

interface Part {
  routers: Map<string, Router>;
  services: Map<string, Balancer>;
}

/** Addresses by network's name: of each task, or of the service itself. Without any, there is nothing. */
function placesOf(
  service: SwarmService,
  { virtual }: Decoded,
  { tasks, networks }: Swarm,
): Map<string, string>[] {
  const named = (attachments: readonly (readonly [id: string, address: string | undefined])[]) =>
    new Map(
      attachments.flatMap(([id, address]) => {
        const name = networks.get(id);
        return name && address ? [[name, address.replace(/\/\d+$/, '')] as const] : [];
      }),
    );
  const places = virtual
    ? [named((service.Endpoint?.VirtualIPs ?? []).map(({ NetworkID, Addr }) => [NetworkID, Addr] as const))]
    : (tasks.get(service.ID) ?? []).map(({ NetworksAttachments }) =>
        named(
          (NetworksAttachments ?? []).map(
            ({ Network, Addresses }) => [Network.ID, Addresses?.at(-1)] as const,
          ),
        ),
      );
  return places.filter(({ size }) => size > 0);
}

function addressOf(
  addresses: ReadonlyMap<string, string>,
  network: string,
  choose: Choose,
): { ip: string; complaint?: string } {
  const ip = addresses.get(network);
  if (ip) return { ip };
  const any = choose([...addresses.values()]);
  if (!network) return { ip: any };
  return {
    ip: any,
    complaint: `Could not find network named '${network}'! Defaulting to first available network.`,
  };
}

/** What one task adds. The swarm says nothing of the ports that a task listens on, so without a label there is none. */
function partOf(name: string, labels: Decoded, ip: string): Part {
  const defaults: LoadBalancer = { scheme: 'http', passHostHeader: true };
  const services = labels.services.size > 0 ? labels.services : new Map([[name, defaults]]);
  const routers = new Map(labels.routers);
  if (routers.size === 0 && services.size === 1) routers.set(name, { rule: '', service: '' });
  const balancers = new Map<string, Balancer>();
  for (const [service, { port, scheme, passHostHeader }] of services) {
    if (!port) throw new Error(`service "${service}" error: port is missing`);
    balancers.set(service, { servers: [`${scheme}://${ip}:${port}`], passHostHeader });
  }
  const whole = new Map<string, Router>();
  const [only] = services.keys();
  for (const [router, given] of routers) {
    // A router that names no service gets the only one there is; with several, it is left out.
    if (!given.service && services.size > 1) continue;
    whole.set(router, {
      ...given,
      rule: given.rule || `Host(\`${name}\`)`,
      service: given.service || (only ?? ''),
    });
  }
  return { routers: whole, services: balancers };
}

function merge(parts: readonly Part[], complaints: string[]): Configuration {
  const routers = new Map<string, Router>();
  const services = new Map<string, Balancer>();
  const differing = new Set<string>();
  for (const part of parts) {
    for (const [name, router] of part.routers) {
      const before = routers.get(name);
      if (before && JSON.stringify(before) !== JSON.stringify(router)) differing.add(`Router ${name}`);
      routers.set(name, before ?? router);
    }
    for (const [name, { servers, passHostHeader }] of part.services) {
      const before = services.get(name);
      if (before && before.passHostHeader !== passHostHeader) differing.add(`Service ${name}`);
      const all = [...new Set([...(before?.servers ?? []), ...servers])];
      services.set(name, { servers: all, passHostHeader: before?.passHostHeader ?? passHostHeader });
    }
  }
  for (const what of differing) {
    complaints.push(`${what} defined multiple times with different configurations`);
    const [kind, name = ''] = what.split(' ');
    (kind === 'Router' ? routers : services).delete(name);
  }
  return { routers, services, complaints };
}

/** A name as it may stand in a rule: letters and digits, with hyphens between. */
function normalize(name: string): string {
  return name
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .join('-');
}
