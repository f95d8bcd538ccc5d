import { networkOf, overlap } from './ipv4.ts';

/** The networks of a topology that must keep apart. */
export type NetworkKey = 'subnet' | 'overlayPool' | 'bip' | 'addressPool';

const candidates: Readonly<Record<NetworkKey, readonly string[]>> = {
  subnet: ['172.17.8.0/24', '192.168.56.0/24', '10.17.8.0/24', '172.30.8.0/24', '10.217.8.0/24'],
  overlayPool: ['10.20.0.0/16', '10.30.0.0/16', '10.120.0.0/16', '172.28.0.0/16'],
  bip: ['192.168.20.1/24', '192.168.120.1/24', '172.31.20.1/24', '10.250.20.1/24'],
  addressPool: ['192.168.32.0/19', '192.168.128.0/19', '172.29.0.0/16', '10.240.0.0/16'],
};

/** A usual value for `network.<key>` that overlaps none of `taken` (networks, or addresses with a prefix length). */
export function freeNetwork(key: NetworkKey, taken: readonly string[]): string | undefined {
  const used = taken.map(networkOf).filter((network) => network !== undefined);
  return candidates[key].find((cidr) => {
    const network = networkOf(cidr);
    return network !== undefined && !used.some((other) => overlap(network, other));
  });
}
