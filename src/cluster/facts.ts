import { t } from 'ttag';
import { mustRun } from '../transport/must-run.ts';
import type { Remote } from '../transport/runner.ts';
import type { EngineApi } from './engine-api.ts';
import { factsScript } from './facts-script.ts';
import { type KernelFacts, parseKernel } from './kernel/modules.ts';
import { keyValues } from './key-values.ts';

/** An interface's address, as in `{interface: 'eth1', cidr: '172.17.8.101/24'}`. */
interface InterfaceAddress {
  interface: string;
  cidr: string;
}

/** A running engine's view of itself and its swarm. */
export interface EngineFacts {
  version: string;
  /** Docker's word: inactive, pending, active, error, locked. */
  swarm: string;
  nodeId: string;
  nodeAddress: string;
  /** Whether this node answers swarm commands: a manager that has a quorum. */
  control: boolean;
}

/** What was seen on a machine at one moment. */
export interface Facts extends KernelFacts {
  hostname: string;
  machineId: string;
  arch: 'amd64' | 'arm64' | 'unknown';
  kernel: string;
  systemd: boolean;
  /** glibc's version, as in 2.41; empty where the machine has another C library. */
  glibc: string;
  memoryMiB: number;
  /** Free MiB where the engine is installed (/opt) and where it keeps its data (/var/lib). */
  diskMiB: number;
  dataDiskMiB: number;
  /** Programs of interest that are there: zstd, iptables, nft, curl, apt-get. */
  tools: ReadonlySet<string>;
  addresses: readonly InterfaceAddress[];
  /** Lines of `ip -4 route`. */
  routes: readonly string[];
  /** The text of /etc/hosts. */
  hosts: string;
  /** Whether AppArmor is on and lacks the program without which dockerd starts no container. */
  appArmorUnusable: boolean;
  /** Which start of its engine this is; empty where none runs. */
  engineStart: string;
  /** Whether the engine, running or not, is a member of a swarm. */
  member: boolean;
  /** Seconds that the machine's clock is ahead of ours; exact to about the round trip. */
  clockSkew: number;
  /** Absent where no engine answers. */
  engine?: EngineFacts;
}

const architectures: Readonly<Record<string, Facts['arch']>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  arm64: 'arm64',
};

/** Asks a machine for its facts: one round trip, nothing is changed. `now` gives milliseconds since 1970. */
export async function gatherFacts(remote: Remote, now: () => number): Promise<Facts> {
  const before = now();
  const { stdout } = await mustRun(
    remote,
    { argv: ['sh', '-c', factsScript], root: true, timeout: 30_000 },
    {
      code: 'E_NODE_COMMAND',
      what: t`could not look at the machine`,
      fix: t`Look at the machine with \`swarmlab ssh ${remote.name}\`.`,
      node: remote.name,
    },
  );
  return parseFacts(stdout, (before + now()) / 2 / 1000);
}

/** The facts in the script's output. `ourTime`: seconds since 1970 here, at the moment the machine said its own. */
export function parseFacts(output: string, ourTime: number): Facts {
  const all = keyValues(output);
  const one = (key: string) => all.get(key)?.[0] ?? '';
  const mib = (key: string) => Math.floor(Number(one(key)) / 1024);
  const engine = one('engine');
  return {
    hostname: one('hostname'),
    machineId: one('machine_id'),
    arch: architectures[one('arch')] ?? 'unknown',
    kernel: one('kernel'),
    systemd: one('init') === 'systemd',
    glibc: one('glibc'),
    memoryMiB: memory(mib('memory_kib'), one('memory_limit')),
    diskMiB: mib('disk_kib'),
    dataDiskMiB: mib('data_disk_kib'),
    tools: new Set(all.get('tool') ?? []),
    addresses: (all.get('address') ?? []).map((line) => {
      const [name = '', cidr = ''] = line.split(' ');
      return { interface: name, cidr };
    }),
    routes: all.get('route') ?? [],
    hosts: (all.get('hosts') ?? []).map((line) => `${line}\n`).join(''),
    ...parseKernel(all),
    appArmorUnusable: one('apparmor') === 'no parser',
    engineStart: one('engine_start'),
    member: one('member') === 'yes',
    clockSkew: Number(one('epoch')) - ourTime,
    ...(engine ? { engine: parseEngine(JSON.parse(engine)) } : {}),
  };
}

/** A system container sees its host's memory; what it may use of it is its control group's limit (bytes, or `max`). */
function memory(mib: number, limit: string): number {
  const allowed = Math.floor(Number(limit) / 2 ** 20);
  return allowed > 0 ? Math.min(mib, allowed) : mib;
}

interface DockerInfo {
  ServerVersion: string;
  Swarm?: { LocalNodeState?: string; NodeID?: string; NodeAddr?: string; ControlAvailable?: boolean };
}

/** Asks a running engine for its own facts alone. */
export async function engineFacts(engine: EngineApi): Promise<EngineFacts> {
  return parseEngine(await engine.get<DockerInfo>('/info'));
}

function parseEngine(info: DockerInfo): EngineFacts {
  return {
    version: info.ServerVersion,
    swarm: info.Swarm?.LocalNodeState ?? 'inactive',
    nodeId: info.Swarm?.NodeID ?? '',
    nodeAddress: info.Swarm?.NodeAddr ?? '',
    control: info.Swarm?.ControlAvailable ?? false,
  };
}
