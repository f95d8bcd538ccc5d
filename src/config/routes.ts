import { freeNetwork } from './free-network.ts';
import { contains, networkOf, overlap, parseNetwork } from './ipv4.ts';
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
    ...routes.map(({ cidr }) => cidr).filter((cidr) => (networkOf(cidr)?.prefix ?? 0) > 1),
  ]);
  const move = free
    ? `write \`subnet: ${free}\` under \`network:\`, and addresses in it for the nodes`
    : 'choose a network.subnet that no route of this computer touches';

  return routes.flatMap((route): Problem[] => {
    const other = networkOf(route.cidr);
    // 0.0.0.0/0 is the way to the internet; VPNs write it as two halves.
    if (!other || other.prefix <= 1 || !overlap(subnet, other)) return [];
    const equal = other.cidr === subnet.cidr;
    if (equal && made.test(route.interface)) return [];
    const path = ['network', 'subnet'];
    const got = `(got "${subnet.cidr}")`;
    const of = `${route.interface}'s route ${other.cidr}`;
    if (!equal && contains(other, subnet)) {
      const message = `network.subnet is inside ${of}: the narrower route wins, so the nodes answer, not ${route.interface}'s hosts ${got}`;
      const finding: Finding = {
        severity: 'warning',
        path,
        message,
        fix: `leave it if nothing there has these addresses; else ${move}`,
      };
      return [locate(finding)];
    }
    const how = equal ? `is ${of} too` : `contains ${of}`;
    const message = `network.subnet ${how}: packets for nodes would leave by ${route.interface} ${got}`;
    return [locate({ severity: 'error', path, message, fix: move })];
  });
}
