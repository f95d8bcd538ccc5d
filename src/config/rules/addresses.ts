import { t } from 'ttag';
import type { Draft } from '../draft.ts';
import { nodeLabel } from '../draft.ts';
import { addressText, type Network, parseAddress, parseNetwork } from '../ipv4.ts';
import type { Finding } from '../problem.ts';
import { show } from '../show.ts';

/** Node addresses: IPv4, inside the lab network, each once, none that the network needs for itself. */
export function addressFindings({ nodes, network, provider }: Draft): Finding[] {
  const subnet = parseNetwork(network.subnet);
  const owner = new Map<number, string>();
  const taken = new Set(nodes.map((node) => parseAddress(node.address ?? '')));
  const free = subnet && nextFree(subnet, taken);
  const fix =
    free === undefined ? t`give it an address of its own` : t`write \`address: ${free}\`, which is free`;

  return nodes.flatMap((node, i): Finding[] => {
    if (node.address === undefined) return [];
    const [label, got] = [nodeLabel(node, i), show(node.address)];
    const wrong = (what: string, better = fix): Finding[] => [
      {
        severity: 'error',
        path: ['nodes', i, 'address'],
        message: t`${label}: ${what} (got ${got})`,
        fix: better,
      },
    ];
    const address = parseAddress(node.address);
    if (address === undefined)
      return wrong(t`the address is not an IPv4 address`, addressFix(node.address) ?? fix);
    const other = owner.get(address);
    if (other !== undefined) return wrong(t`the address is already ${other}'s`);
    owner.set(address, label);
    if (!subnet) return [];
    if (address < subnet.first || address > subnet.last)
      return wrong(t`the address is outside network.subnet ${subnet.cidr}`);
    if (address === subnet.first) return wrong(t`the address is that of the network ${subnet.cidr} itself`);
    if (address === subnet.last) return wrong(t`the address is the broadcast address of ${subnet.cidr}`);
    if (provider === 'vagrant' && address === subnet.first + 1)
      return wrong(t`the address is the one your own computer gets on the lab network`);
    return [];
  });
}

function addressFix(text: string): string | undefined {
  const bare = text.trim().split('/')[0] ?? '';
  if (parseAddress(bare) !== undefined) return t`write the address alone: \`address: ${bare}\``;
  return text.includes(':') ? t`the lab network is IPv4: write an address as in 172.17.8.101` : undefined;
}

function nextFree(subnet: Network, taken: ReadonlySet<number | undefined>): string | undefined {
  const highest = Math.max(subnet.first + 100, ...[...taken].map((one) => inside(subnet, one)));
  for (const from of [highest + 1, subnet.first + 2])
    for (let address = from; address < subnet.last; address++)
      if (!taken.has(address)) return addressText(address);
  return undefined;
}

function inside(subnet: Network, address: number | undefined): number {
  return address !== undefined && address > subnet.first && address < subnet.last ? address : 0;
}
