import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { addressText, hostCount, parseAddress, parseNetwork } from './ipv4.ts';
import { nodeName } from './node-name.ts';
import { type NodePlan, topologySchema } from './schema.ts';

/** What the wizard asks about nodes. */
export interface NodeWishes {
  /** How many nodes. */
  count: number;
  /** The first so many nodes are managers, or those with these names. Default: the first. */
  managers?: number | readonly string[];
  /** The lab network; default 172.17.8.0/24. */
  subnet?: string;
  /** Address of the first node; the others follow it. Default: the subnet's hundred-and-first, or its second where it is small. */
  firstAddress?: string;
  /** Default 1. */
  cpus?: number;
  /** MiB of each node; default 1024. */
  memory?: number;
}

/** Nodes core-01, core-02, ... with consecutive addresses. Throws E_USAGE when they do not fit into the subnet. */
export function planNodes(wishes: NodeWishes): NodePlan[] {
  const subnet = wishes.subnet ?? topologySchema.shape.network.parse({}).subnet;
  const { count, managers = 1, cpus = 1, memory = 1024 } = wishes;
  const first = wishes.firstAddress ?? defaultFirst(subnet, count);
  const base = parseAddress(first);
  const network = parseNetwork(subnet);
  const last = (base ?? 0) + count - 1;
  if (base === undefined || !network || base <= network.first || last >= network.last) {
    const from = base === undefined ? `"${first}"` : first;
    throw new SwarmlabError(
      'E_USAGE',
      t`${count} nodes from ${from} on do not fit into the lab network ${subnet}`,
      {
        fix: t`take a lower first address, fewer nodes or a wider network`,
      },
    );
  }
  const manages = (index: number) =>
    typeof managers === 'number' ? index < managers : managers.includes(nodeName(index));
  return Array.from({ length: count }, (_, i) => ({
    name: nodeName(i),
    role: manages(i) ? 'manager' : 'worker',
    address: addressText(base + i),
    cpus,
    memory,
  }));
}

function defaultFirst(subnet: string, count: number): string {
  const network = parseNetwork(subnet);
  if (!network) return '';
  return addressText(network.first + (hostCount(network) >= 100 + count ? 101 : 2));
}
