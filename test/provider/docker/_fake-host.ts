import type { ProviderContext } from '../../../src/provider/context.ts';
import { dockerProvider } from '../../../src/provider/docker/provider.ts';
import type { Provider } from '../../../src/provider/provider.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';
import { topology } from '../../_helpers/topology.ts';

/** What a test says of a container; the rest is as of a healthy machine of ours. */
export interface FakeContainer {
  status?: string;
  pid?: number;
  id?: string;
  folder?: string;
}

/** A Docker host that has what is set here, an image and both networks, and does all it is told to. */
export class FakeHost {
  readonly runner = new FakeRunner();
  readonly containers = new Map<string, FakeContainer>();
  /** Process ids of the machines plugged into the lab network. */
  plugged: number[] = [];
  /** Host keys that were planted, by node. */
  readonly planted: Record<string, string> = {};

  constructor() {
    const started = (name = '') => {
      this.containers.set(name, { status: 'running', pid: 4000 });
      return {};
    };
    this.runner
      .on(/^docker container inspect/, ({ argv }) => this.inspected(...argv.slice(5)))
      .on(/^docker context inspect/, { stdout: '"unix:///var/run/docker.sock"\n' })
      .on(/^docker image inspect/)
      .on(/^docker network inspect/)
      .on(/^docker info/, { stdout: '{"ID":"H","NCPU":2,"MemoryLimit":true,"CpuCfsQuota":true}' })
      .on(/^docker run --rm .* true$/)
      .on(/^docker (create|unpause)/)
      .on(/^docker start/, ({ argv }) => started(argv[2]))
      .on(/^docker exec swarmlab-lab_fabric .*carrier/s, () => ({
        stdout: this.plugged.map((pid) => `v${pid}/carrier\n`).join(''),
      }))
      .on(/^docker exec swarmlab-lab_fabric .*ip link/s)
      .on(/^docker exec --interactive/, { stdout: 'ssh-ed25519 AAAAhostkey \n' });
  }

  /** All three machines and the fabric run and are connected. */
  complete(): this {
    [1, 2, 3].forEach((n) => {
      this.containers.set(`swarmlab-lab.core-0${n}`, { pid: 100 + n });
    });
    this.containers.set('swarmlab-lab_fabric', { pid: 100 });
    this.plugged = [101, 102, 103];
    return this;
  }

  provider(changes: Partial<ProviderContext> = {}): Provider {
    return dockerProvider({
      topology: topology({ provider: 'docker' }),
      folder: '/home/me/lab',
      // Nothing is there, and nothing can be written: a test whose provider keeps something brings a folder.
      cacheFolder: '/dev/null/none',
      clusterId: 'id-1',
      keyFile: '/home/me/lab/.swarmlab/id_ed25519',
      publicKey: 'ssh-ed25519 AAAAours swarmlab',
      forgetHostKey: () => {},
      plantHostKey: async (name, line) => {
        this.planted[name] = line;
      },
      runner: this.runner,
      env: {},
      ...changes,
    });
  }

  /** What `docker container inspect` prints of these. */
  inspected(...names: readonly string[]) {
    const missing = names.filter((name) => !this.containers.has(name));
    const stdout = names.flatMap((name) => {
      const container = this.containers.get(name);
      return container ? [`${JSON.stringify(described(name, container))}\n`] : [];
    });
    const stderr = missing.map((name) => `Error response from daemon: No such container: ${name}\n`);
    return { stdout: stdout.join(''), stderr: stderr.join(''), exitCode: missing.length > 0 ? 1 : 0 };
  }
}

function described(name: string, { status = 'running', pid = 0, id = 'id-1', folder }: FakeContainer) {
  const runs = status === 'running';
  return {
    name: `/${name}`,
    status,
    pid: runs ? pid : 0,
    labels: {
      'swarmlab.cluster': 'lab',
      'swarmlab.id': id,
      ...(folder ? { 'swarmlab.folder': folder } : {}),
    },
    ports: runs ? { '22/tcp': [{ HostIp: '127.0.0.1', HostPort: String(32000 + pid) }] } : {},
  };
}
