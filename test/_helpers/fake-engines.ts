import type { EngineNode } from '../../src/course/things.ts';
import { SwarmlabError } from '../../src/errors/index.ts';

interface Labelled {
  name: string;
  labels?: Record<string, string>;
}

interface FakeContainer extends Labelled {
  /** The service whose task it is. */
  service?: string;
  networks?: string[];
  /** Looks at it until it is gone after it was killed or its service went; a task's. */
  lingers?: number;
  /** Its agent could not remove it: it has stopped, and stays until somebody else does. */
  left?: boolean;
}

/** What an engine has of its own. */
export interface OnNode {
  networks?: Labelled[];
  volumes?: (Labelled & { usedBy?: string })[];
  images?: string[];
  containers?: FakeContainer[];
}

/** What a swarm has. */
export interface InSwarm {
  services?: (Labelled & { networks?: string[]; secrets?: string[] })[];
  secrets?: Labelled[];
  configs?: Labelled[];
  networks?: Labelled[];
}

const names = ['core-01', 'core-02', 'core-03'] as const;

/**
 * Three engines and their swarm, as far as what they keep goes: what is in use is refused, as Docker does it. `asked` has every
 * request that changes something.
 */
export class FakeEngines {
  readonly asked: string[] = [];
  readonly swarm: Required<InSwarm>;
  readonly #on = new Map<string, Required<OnNode>>();
  readonly #formed: boolean;

  constructor(swarm: InSwarm | 'none', on: Partial<Record<(typeof names)[number], OnNode>> = {}) {
    this.#formed = swarm !== 'none';
    const given = swarm === 'none' ? {} : swarm;
    this.swarm = { services: [], secrets: [], configs: [], networks: [], ...given };
    for (const name of names)
      this.#on.set(name, { networks: [], volumes: [], images: [], containers: [], ...on[name] });
  }

  on(node: string): Required<OnNode> {
    return this.#on.get(node) as Required<OnNode>;
  }

  get nodes(): EngineNode[] {
    return names.map((name) => ({
      name,
      engine: {
        get: async <T>(path: string) => structuredClone(this.#get(name, path)) as T,
        post: async (path: string) => {
          this.#change(name, `POST ${path}`);
          return undefined;
        },
        delete: async (path: string) => this.#change(name, `DELETE ${path}`),
      },
    }));
  }

  #get(node: string, path: string): unknown {
    const on = this.on(node);
    const [, kind = ''] = /^\/([a-z]+)/.exec(path) ?? [];
    if (kind === 'info')
      return {
        Swarm: {
          LocalNodeState: this.#formed ? 'active' : 'inactive',
          ControlAvailable: this.#formed && node === 'core-01',
        },
      };
    if (kind === 'volumes')
      return { Volumes: on.volumes.map(({ name, labels }) => ({ Name: name, Labels: labels ?? null })) };
    if (kind === 'images') return on.images.map((tag) => ({ Id: `sha256:${tag}`, RepoTags: [tag] }));
    if (kind === 'containers') return this.#containers(node);
    if (kind === 'networks') return this.#networks(node);
    if (node !== 'core-01') throw refused('This node is not a swarm manager.');
    return this.swarm[kind as keyof InSwarm].map(({ name, labels }) => ({
      ID: `id-${name}`,
      Spec: { Name: name, Labels: labels ?? null },
    }));
  }

  #containers(node: string): unknown {
    const on = this.on(node);
    on.containers = on.containers.filter((one) => {
      if (
        one.left ||
        one.service === undefined ||
        this.swarm.services.some(({ name }) => name === one.service)
      )
        return true;
      one.lingers = (one.lingers ?? 1) - 1;
      return one.lingers >= 0;
    });
    return on.containers.map(({ name, labels, service, left, networks = [] }) => ({
      Id: `id-${name}`,
      Names: [`/${name}`],
      State: left ? 'exited' : 'running',
      Labels: service
        ? {
            ...labels,
            'com.docker.swarm.service.id': `id-${service}`,
            'com.docker.swarm.service.name': service,
          }
        : (labels ?? {}),
      NetworkSettings: {
        Networks: Object.fromEntries(networks.map((one) => [one, { NetworkID: `id-${one}` }])),
      },
    }));
  }

  /** A node has its own networks, and shows those of the swarm that containers there use; a manager shows all. */
  #networks(node: string): unknown {
    const used = new Set(this.on(node).containers.flatMap(({ networks = [] }) => networks));
    const shown = this.swarm.networks.filter(({ name }) => node === 'core-01' || used.has(name));
    const json = (Scope: string) => (one: Labelled) => ({
      Id: Scope === 'swarm' ? `id-${one.name}` : `id-${one.name}-${node}`,
      Name: one.name,
      Scope,
      Labels: one.labels ?? {},
    });
    return [...shown.map(json('swarm')), ...this.on(node).networks.map(json('local'))];
  }

  #change(node: string, request: string): void {
    this.asked.push(`${node} ${request}`);
    const [, kind = '', given = ''] = /^\w+ \/([a-z]+)\/([^/?]+)/.exec(request) ?? [];
    const name = decodeURIComponent(given).replace(/^id-/, '').replace(`-${node}`, '');
    const on = this.on(node);
    const without = <T extends Labelled>(list: T[]) => list.filter((one) => one.name !== name);
    const users = this.swarm.services.filter(
      ({ networks = [], secrets = [] }) => networks.includes(name) || secrets.includes(name),
    );
    const everywhere = names.flatMap((it) => this.on(it).containers);
    switch (kind) {
      case 'services':
      case 'configs':
        this.swarm[kind] = without(this.swarm[kind]);
        return;
      case 'secrets':
        if (users.length > 0) throw refused(`secret '${name}' is in use by ${users[0]?.name}`);
        this.swarm.secrets = without(this.swarm.secrets);
        return;
      case 'networks': {
        if (users.length > 0 || everywhere.some(({ networks = [] }) => networks.includes(name)))
          throw refused(`network ${name} is in use`);
        if (given.endsWith(node)) on.networks = without(on.networks);
        else this.swarm.networks = without(this.swarm.networks);
        return;
      }
      case 'volumes': {
        const user = on.volumes.find((one) => one.name === name)?.usedBy;
        if (on.containers.some((one) => one.name === user)) throw refused('volume is in use');
        on.volumes = without(on.volumes);
        return;
      }
      case 'images':
        on.images = on.images.filter((tag) => tag !== name);
        return;
      case 'containers':
        if (request.startsWith('DELETE')) on.containers = without(on.containers);
        return;
      default:
        throw new Error(`unexpected request: ${request}`);
    }
  }
}

function refused(message: string): SwarmlabError {
  return new SwarmlabError('E_ENGINE_API', message, { fix: '' });
}
