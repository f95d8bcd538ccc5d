import { Duplex } from 'node:stream';
import type { LabCluster } from '../../src/course/lab-cluster.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { shellLine } from '../../src/transport/quote.ts';
import type { Command, Result } from '../../src/transport/runner.ts';

/** How a node's port answers one request: HTTP text, perhaps depending on the request's text, or why there is no connection. */
export type Behaviour =
  | { http: string | ((request: string) => string) }
  | { refused: true }
  | { hangs: true }
  | { unreachable: true };

export const containerId = '217c1093489e93e81e505bfaef083ecfd2bd01c707e201a0a02150f13392c476';
export const shortId = containerId.slice(0, 12);

/** The answer of a whoami task. */
export function whoami(body = `${shortId}\n`, status = '200 OK'): Behaviour {
  return { http: `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}` };
}

const ingress = { Protocol: 'tcp', TargetPort: 4567, PublishedPort: 4567, PublishMode: 'ingress' };

/** A service as the Engine API gives it. */
export function serviceJson(
  changes: { name?: string; replicas?: number; ports?: object[]; update?: string } = {},
) {
  const { name = 'whoami', replicas = 1, ports = [ingress], update } = changes;
  return {
    ID: `id-of-${name}`,
    Spec: {
      Name: name,
      Mode: { Replicated: { Replicas: replicas } },
      EndpointSpec: { Mode: 'vip', Ports: ports },
    },
    Endpoint: { Spec: { Mode: 'vip', Ports: ports }, Ports: ports },
    ...(update ? { UpdateStatus: { State: update } } : {}),
  };
}

/** A task as the Engine API gives it. */
export function taskJson(
  changes: { id?: string; slot?: number; state?: string; desired?: string; err?: string; at?: string } = {},
) {
  const {
    id = 'task1',
    slot = 1,
    state = 'running',
    desired = 'running',
    err,
    at = '2026-01-01T10:00:00Z',
  } = changes;
  return {
    ID: id,
    CreatedAt: at,
    Slot: slot,
    NodeID: 'n2',
    DesiredState: desired,
    Status: { State: state, ...(err ? { Err: err } : {}), ContainerStatus: { ContainerID: containerId } },
  };
}

/** What a fake cluster is like. `behaves` says what a connection from a node to a node's port meets. */
export interface Scene {
  services?: () => object[];
  /** The tasks of the service with this id. */
  tasks?: (service: string) => object[];
  behaves?: (from: string, to: string, port: number) => Behaviour;
  /** The swarm's nodes; when absent, one manager and two workers, all ready. */
  nodes?: () => object[];
  /** What the manager answers to other questions, by path. */
  manager?: (path: string) => unknown;
  /** What a node's own engine answers, by path; when absent, that it has every image of the course. */
  engine?: (node: string, path: string) => unknown;
  /** What a command on a node gives; `line` is the command as a shell line. */
  runs?: (node: string, line: string, command: Command) => Partial<Result>;
}

/** Three nodes, core-01 to core-03; by default a solved whoami lab with its task on core-02. */
export function labCluster(scene: Scene = {}): LabCluster {
  const { services = () => [serviceJson()], tasks = () => [taskJson()] } = scene;
  const { behaves = (_from, _to, port) => (port === 4567 ? whoami() : { refused: true }) } = scene;
  const names = ['core-01', 'core-02', 'core-03'];
  return {
    manager: {
      async get(path) {
        if (path === '/services') return services();
        if (path.startsWith('/tasks?')) return tasks(askedService(path));
        if (path === '/nodes' && scene.nodes) return scene.nodes();
        if (path === '/nodes')
          return names.map((Hostname, at) => ({
            ID: `n${at + 1}`,
            Spec: { Role: at === 0 ? 'manager' : 'worker', Availability: 'active' },
            Description: { Hostname },
            Status: { State: 'ready' },
          }));
        const answer = scene.manager?.(path);
        if (answer === undefined) throw new Error(`unexpected question: ${path}`);
        return answer;
      },
    },
    pace: 1,
    nodes: names.map((name, at) => ({
      name,
      address: `172.17.8.10${at + 1}`,
      remote: {
        dial: (host, port) => connect(behaves(name, names[Number(host.at(-1)) - 1] ?? '', port), name),
        async run(command) {
          const line = shellLine(command.argv);
          const result = scene.runs?.(name, line, command);
          if (!result) throw new Error(`unexpected command on ${name}: ${line}`);
          return { exitCode: 0, stdout: '', stderr: '', ...result };
        },
      },
      engine: {
        async get(path) {
          const answer = scene.engine?.(name, path);
          if (answer === undefined) throw new Error(`unexpected question to ${name}: ${path}`);
          return answer;
        },
      },
    })),
  };
}

function askedService(path: string): string {
  const filters = new URL(path, 'http://engine').searchParams.get('filters') ?? '';
  return (JSON.parse(filters) as { service: string[] }).service[0] ?? '';
}

async function connect(behaviour: Behaviour, from: string): Promise<Duplex> {
  if ('unreachable' in behaviour)
    throw new SwarmlabError('E_SSH_LOST', `${from}: the SSH connection broke`, { fix: '', node: from });
  if ('refused' in behaviour)
    throw new SwarmlabError('E_NODE_COMMAND', `${from} cannot connect: connection refused`, { fix: '' });
  if ('hangs' in behaviour) return new Promise(() => {});
  return new Duplex({
    read() {},
    write(chunk, _encoding, done) {
      const { http } = behaviour;
      this.push(typeof http === 'string' ? http : http(String(chunk)));
      this.push(null);
      done();
    },
  });
}
