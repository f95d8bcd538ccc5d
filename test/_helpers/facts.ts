import type { Facts } from '../../src/cluster/facts.ts';
import {
  type KernelModules,
  keptLines,
  type ModuleName,
  type ModuleState,
} from '../../src/cluster/kernel/modules.ts';

/** The modules of a machine with a kernel of its own: all loaded and kept, but for what is said. */
export function modules(
  changes: Partial<Record<ModuleName, ModuleState>> = {},
  more: Partial<Omit<KernelModules, 'states'>> = {},
): KernelModules {
  const loaded = { ip_vs: 'loaded', ip_vs_rr: 'loaded', xt_ipvs: 'loaded' } as const;
  const also = { vxlan: 'loaded', overlay: 'loaded', br_netfilter: 'loaded' } as const;
  return { states: { ...loaded, ...also, ...changes }, own: true, kept: true, ...more };
}

/** What a system container shows: it shares a kernel, and sees of it what happens to be loaded. */
export const sharedKernel = modules(
  { ip_vs: 'unknown', ip_vs_rr: 'unknown', xt_ipvs: 'unknown', br_netfilter: 'unknown' },
  { own: false, kept: false },
);

/** What `kernelProbe` prints of such modules. */
export function printed({ states, own, kept }: KernelModules, ipvs = true): string {
  const seen = Object.entries(states).filter(([, state]) => state !== 'unknown');
  return [
    ...seen.map(([name, state]) => `module=${name} ${state}`),
    ...(own ? ['modules_own=yes'] : []),
    ...(ipvs ? ['ipvs=yes'] : []),
    ...(kept ? keptLines({ states }).map((line) => `modules_file=${line}`) : []),
    '',
  ].join('\n');
}

/** A VM of the default plan, core-02, fit for it; changed as wanted. */
export function facts(changes: Partial<Facts> = {}): Facts {
  return {
    hostname: 'core-02',
    machineId: 'b',
    arch: 'amd64',
    kernel: '6.12.0-amd64',
    systemd: true,
    glibc: '2.41',
    memoryMiB: 960,
    diskMiB: 20_000,
    dataDiskMiB: 20_000,
    tools: new Set(['iptables']),
    addresses: [
      { interface: 'lo', cidr: '127.0.0.1/8' },
      { interface: 'eth0', cidr: '10.0.2.15/24' },
      { interface: 'eth1', cidr: '172.17.8.102/24' },
      { interface: 'docker0', cidr: '192.168.20.1/24' },
    ],
    routes: [],
    hosts: '127.0.0.1 localhost\n',
    modules: modules(),
    ipvs: true,
    appArmorUnusable: false,
    engineStart: 'boot-1 4711',
    member: false,
    clockSkew: 0,
    ...changes,
  };
}
