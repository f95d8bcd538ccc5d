import ipaddr from 'ipaddr.js';

/** An IPv4 network: first and last address as 32-bit numbers, both inside. */
export interface Network {
  cidr: string;
  prefix: number;
  first: number;
  last: number;
}

/** An IPv4 address in plain dotted form as a 32-bit number; undefined for anything else. */
export function parseAddress(text: string): number | undefined {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text)) return undefined;
  return ipaddr.IPv4.parse(text).octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

/** The dotted form of a 32-bit number. */
export function addressText(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
}

/** The network that an address with a prefix length, as in 192.168.20.1/24, is in; undefined unless it is one. */
export function networkOf(text: string): Network | undefined {
  const parts = /^([0-9.]+)\/(\d|[12]\d|3[0-2])$/.exec(text);
  if (!parts || parseAddress(parts[1] ?? '') === undefined) return undefined;
  const prefix = Number(parts[2]);
  const first = parseAddress(ipaddr.IPv4.networkAddressFromCIDR(text).toString()) ?? 0;
  const last = parseAddress(ipaddr.IPv4.broadcastAddressFromCIDR(text).toString()) ?? 0;
  return { cidr: `${addressText(first)}/${prefix}`, prefix, first, last };
}

/** Like {@link networkOf}, but only for text that names the network itself, without host bits. */
export function parseNetwork(text: string): Network | undefined {
  const network = networkOf(text);
  return network?.cidr === text ? network : undefined;
}

/** Whether the two have an address in common. */
export function overlap(a: Network, b: Network): boolean {
  return a.first <= b.last && b.first <= a.last;
}

/** Whether every address of `inner` is in `outer`; also when they are equal. */
export function contains(outer: Network, inner: Network): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** How many addresses a host can have in it: all but the network's own and the broadcast address. */
export function hostCount(network: Network): number {
  return Math.max(0, network.last - network.first - 1);
}

/** What the range is for, in IANA's words: `private`, `unicast` (public), `loopback`, `multicast`... */
export function rangeOf(network: Network): string {
  return ipaddr.IPv4.parse(addressText(network.first)).range();
}

/** The prefix length that a netmask such as 255.255.255.0 stands for. */
export function prefixOfMask(mask: string): number | undefined {
  if (parseAddress(mask) === undefined) return undefined;
  return ipaddr.IPv4.parse(mask).prefixLengthFromSubnetMask() ?? undefined;
}
