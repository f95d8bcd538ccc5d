import { t } from 'ttag';
import { freeNetwork } from './free-network.ts';
import { contains, type Network, networkOf, overlap, parseNetwork } from './ipv4.ts';
import { type Locate, locateNowhere } from './locate.ts';
import type { Finding, Problem } from './problem.ts';
import type { Topology } from './schema.ts';

/** One IPv4 route of the host: a network, and the interface that leads to it. */
export interface Route {
  cidr: string;
  interface: string;
}

/** Interfaces that Vagrant's providers make for a lab network: VirtualBox, libvirt, VMware, Parallels; then Windows' names. */
const made = /^(vboxnet\d+|virbr\d+|vmnet\d+|bridge1\d\d|VirtualBox Host-Only.*|VMware Network Adapter.*)$/;

/**
 * How the lab network gets on with the routes of the host. Only VMs have their lab network on the host itself: the docker
 * provider keeps it in a network namespace of its own, and for provider ssh the route to the nodes is as it should be.
 * An equal or narrower route takes packets away from the nodes (error); a wider one loses to the lab network (warning).
 */
export function routeProblems(
  topology: Topology,
  routes: readonly Route[],
  locate: Locate = locateNowhere('swarmlab.yaml'),
): Problem[] {
  const subnet = parseNetwork(topology.network.subnet);
  if (topology.provider !== 'vagrant' || !subnet) return [];
  const free = freeNetwork('subnet', [
    ...Object.values({ ...topology.network, subnet: '' }),
    subnet.cidr,
    ...narrow(routes),
  ]);
  const move = free
    ? t`write \`subnet: ${free}\` under \`network:\`, and addresses in it for the nodes`
    : t`choose a network.subnet that no route of this computer touches`;

  return routes.flatMap((route): Problem[] => {
    const other = networkOf(route.cidr);
    if (!other || isDefault(other) || !overlap(subnet, other)) return [];
    const equal = other.cidr === subnet.cidr;
    if (equal && made.test(route.interface)) return [];
    const path = ['network', 'subnet'];
    const of = described(route, other);
    const { interface: by } = route;
    if (!equal && contains(other, subnet)) {
      const message = t`network.subnet is inside ${of}: the narrower route wins, so the nodes answer, not ${by}'s hosts (got "${subnet.cidr}")`;
      const finding: Finding = {
        severity: 'warning',
        path,
        message,
        fix: t`leave it if nothing there has these addresses; else ${move}`,
      };
      return [locate(finding)];
    }
    const message = equal
      ? t`network.subnet is ${of} too: packets for nodes would leave by ${by} (got "${subnet.cidr}")`
      : t`network.subnet contains ${of}: packets for nodes would leave by ${by} (got "${subnet.cidr}")`;
    return [locate({ severity: 'error', path, message, fix: move })];
  });
}

/** Bridges of Docker on this computer: nobody on a node needs to reach what is on them. */
const dockers = /^(docker\d+|docker_gwbridge|br-[0-9a-f]{12}|swarmlab\d+)$/;

/**
 * How the networks inside the nodes get on with the routes of the host, by which nodes reach the rest of the world: what has the same
 * addresses there is out of reach for containers. For provider ssh nothing is known: its nodes are elsewhere.
 */
export function poolProblems(
  { network, provider }: Topology,
  routes: readonly Route[],
  locate: Locate = locateNowhere('swarmlab.yaml'),
): Problem[] {
  if (provider === 'ssh') return [];
  return (['overlayPool', 'bip', 'addressPool'] as const).flatMap((key): Problem[] => {
    const pool = networkOf(network[key]);
    const others = routes.flatMap((route) => {
      const other = networkOf(route.cidr);
      const meets = pool && other && !isDefault(other) && overlap(pool, other);
      return meets && !dockers.test(route.interface) ? [described(route, other)] : [];
    });
    if (others.length === 0) return [];
    const [all, got] = [others.reduce((one, next) => t`${one} and ${next}`), network[key]];
    const free = freeNetwork(key, [...Object.values({ ...network, [key]: '' }), ...narrow(routes)]);
    return [
      locate({
        severity: 'warning',
        path: ['network', key],
        message: t`network.${key} overlaps ${all}: containers would not reach hosts there (got "${got}")`,
        fix: free
          ? t`write \`${key}: ${free}\` under \`network:\``
          : t`choose a network.${key} that no route of this computer touches`,
      }),
    ];
  });
}

/** 0.0.0.0/0 is the way to the internet; VPNs write it as two halves. */
function isDefault({ prefix }: Network): boolean {
  return prefix <= 1;
}

/** The networks that routes lead to, but for the default one. */
function narrow(routes: readonly Route[]): string[] {
  return routes.map(({ cidr }) => cidr).filter((cidr) => (networkOf(cidr)?.prefix ?? 0) > 1);
}

/** Who mostly has interfaces of such a name. */
const owners: readonly (readonly [RegExp, string | (() => string)])[] = [
  [dockers, 'Docker'],
  [/^virbr\d+$/, 'libvirt'],
  [/^vboxnet\d+$|^VirtualBox Host-Only/, 'VirtualBox'],
  [/^vmnet\d+$|^VMware /, 'VMware'],
  [/^(tun|tap|ppp|ipsec|utun|wg|tailscale|zt|cscotun|gpd|nordlynx|proton)\w*$/, () => t`a VPN`],
  [/^wl/, () => t`wifi`],
];

/** As in `tun0's route 10.8.0.0/24 (a VPN)`. */
function described({ interface: name }: Route, { cidr }: Network): string {
  const [, owner] = owners.find(([pattern]) => pattern.test(name)) ?? [];
  const whose = typeof owner === 'function' ? owner() : owner;
  return whose ? t`${name}'s route ${cidr} (${whose})` : t`${name}'s route ${cidr}`;
}
