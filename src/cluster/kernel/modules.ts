import { isDeepStrictEqual } from 'node:util';
import type { KeyValues } from '../key-values.ts';

/** What IPVS, the routing mesh of Docker's own, is made of; where one is missing, our fallback fills in. */
export const ipvsModules = ['ip_vs', 'ip_vs_rr', 'xt_ipvs'] as const;

/**
 * What Swarm cannot do without: overlay networks are VXLANs, images are layers of the overlay file system, and the bridge
 * docker_gwbridge keeps its containers apart, for which dockerd insists on br_netfilter: without it, it makes no
 * docker_gwbridge, and no task gets onto an overlay. Source: moby, default_gateway_linux.go and setup_bridgenetfiltering.go.
 */
export const needed = ['vxlan', 'overlay', 'br_netfilter'] as const;

const names = [...ipvsModules, ...needed];
export type ModuleName = (typeof names)[number];

/** Loaded: also what is built in. Unknown: it does not show, and the machine cannot look for it. */
export type ModuleState = 'loaded' | 'loadable' | 'missing' | 'unknown';

/** The kernel modules that Swarm needs, as seen on a machine. */
export interface KernelModules {
  states: Readonly<Record<ModuleName, ModuleState>>;
  /** Whether the machine has modules of the kernel that runs. A system container has none: it shares its host's kernel. */
  own: boolean;
  /** Whether our file names just those that are there, for the next boot. */
  kept: boolean;
}

/** What a machine's kernel can do for Swarm. */
export interface KernelFacts {
  modules: KernelModules;
  /** Whether dockerd can balance with IPVS. */
  ipvs: boolean;
}

/** Read by systemd-modules-load, and by kmod's init script where there is no systemd. */
export const modulesFile = '/etc/modules-load.d/swarmlab.conf';

/** The modules in a state, in the order in which they are loaded and written down. */
export function modulesThatAre(state: ModuleState, { states }: KernelModules): ModuleName[] {
  return names.filter((name) => states[name] === state);
}

/** The lines of our file; what is missing is left out, for it would fail at every boot. */
export function keptLines({ states }: Pick<KernelModules, 'states'>): string[] {
  const there = names.filter((name) => states[name] === 'loaded' || states[name] === 'loadable');
  return ['# Written by swarmlab: what Docker Swarm needs of the kernel.', ...there];
}

/** Whether IPVS is, or becomes, whole. */
export function canBalance({ states }: KernelModules): boolean {
  return ipvsModules.every((name) => states[name] === 'loaded' || states[name] === 'loadable');
}

/** The facts in what `kernelProbe` prints. */
export function parseKernel(values: KeyValues): KernelFacts {
  const seen = new Map(values.get('module')?.map((line) => line.split(' ') as [ModuleName, ModuleState]));
  const states = Object.fromEntries(
    names.map((name) => [name, seen.get(name) ?? 'unknown']),
  ) as KernelModules['states'];
  const modules = {
    states,
    own: values.has('modules_own'),
    kept: isDeepStrictEqual(values.get('modules_file') ?? [], keptLines({ states })),
  };
  return { modules, ipvs: values.has('ipvs') && ipvsModules.every((name) => states[name] !== 'missing') };
}

/** The command line of the probe and of `modprobe`. */
export const moduleNames = names.join(' ');
