import { t } from 'ttag';
import { nearest } from '../config/nearest.ts';
import { printable } from '../config/show.ts';
import { SwarmlabError } from '../errors/index.ts';
import type { EngineApi } from './engine-api.ts';
import { swarmNodes } from './swarm.ts';

/** A TCP port that a service publishes. `node`: the one that has it (host mode); absent where all have it (ingress). */
export interface PublishedPort {
  published: number;
  /** The port inside the service's tasks. */
  target: number;
  node?: string;
}

// Source: Engine API, `GET /services` and `GET /tasks`, the fields that are used here.
interface Port {
  Protocol: 'tcp' | 'udp' | 'sctp';
  TargetPort: number;
  PublishedPort?: number;
  PublishMode: 'ingress' | 'host';
}
interface Service {
  ID: string;
  Spec: { Name: string };
  Endpoint?: { Ports?: Port[] };
}
interface Task {
  NodeID: string;
  Status: { State: string; PortStatus?: { Ports?: Port[] } };
}

/** The published TCP ports of a service, asked of a manager. E_SERVICE_UNKNOWN, E_SERVICE_NO_PORT. */
export async function publishedPorts(manager: EngineApi, name: string): Promise<PublishedPort[]> {
  const service = pick(await manager.get<Service[]>('/services'), name);
  const ports = (service.Endpoint?.Ports ?? []).filter((port) => port.Protocol === 'tcp');
  const found = ports
    .filter((port) => port.PublishMode === 'ingress' && port.PublishedPort)
    .map((port) => ({ published: port.PublishedPort as number, target: port.TargetPort }));
  const onHosts = ports.some((port) => port.PublishMode === 'host') ? await hostPorts(manager, service) : [];
  const all = [...found, ...onHosts];
  if (all.length > 0) return all;
  if (ports.length > 0)
    throw noPort(t`no task of the service ${name} runs yet`, t`docker service ps ${name} tells why`);
  throw noPort(
    t`the service ${name} publishes no TCP port`,
    t`Publish one: docker service update --publish-add 8080:80 ${name} (the port here, then the one in its tasks)`,
  );
}

function pick(services: readonly Service[], name: string): Service {
  const found =
    services.find((service) => service.Spec.Name === name) ?? services.find((it) => it.ID === name);
  if (found) return found;
  const names = services.map((service) => service.Spec.Name).sort();
  const near = nearest(name, names);
  const all = names.join(', ');
  const known = all ? t`Services are: ${all}.` : t`There is none yet: docker service create.`;
  const asked = printable(name);
  throw new SwarmlabError('E_SERVICE_UNKNOWN', t`there is no service "${asked}"`, {
    fix: near ? t`Did you mean ${near}? ${known}` : known,
  });
}

async function hostPorts(manager: EngineApi, service: Service): Promise<PublishedPort[]> {
  const filters = encodeURIComponent(
    JSON.stringify({ service: { [service.ID]: true }, 'desired-state': { running: true } }),
  );
  const [tasks, nodes] = await Promise.all([
    manager.get<Task[]>(`/tasks?filters=${filters}`),
    swarmNodes(manager),
  ]);
  const names = new Map(nodes.map((node) => [node.ID, node.Description.Hostname]));
  return tasks
    .filter((task) => task.Status.State === 'running')
    .flatMap((task) => {
      const node = names.get(task.NodeID);
      const ports = (task.Status.PortStatus?.Ports ?? []).filter(
        (port) => port.Protocol === 'tcp' && port.PublishedPort,
      );
      return ports.map((port) => ({
        published: port.PublishedPort as number,
        target: port.TargetPort,
        ...(node === undefined ? {} : { node }),
      }));
    });
}

function noPort(message: string, fix: string): SwarmlabError {
  return new SwarmlabError('E_SERVICE_NO_PORT', message, { fix });
}
