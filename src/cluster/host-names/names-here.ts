import { t } from 'ttag';
import type { Cluster } from '../cluster.ts';
import { labHosts } from '../hosts-file.ts';
import type { HostName, TakenName } from './block.ts';

/** What this computer can call the cluster by. */
export interface NamesHere {
  /** What can be added. */
  names: HostName[];
  /** What cannot, and why, as in `core-01 is on line 3 already (10.0.0.1)`. */
  leftOut: string[];
  /** Whether the labs' hosts lead to this computer itself, where `swarmlab forward` has to bring them in. */
  throughForward: boolean;
}

/**
 * The nodes' names and the labs' hosts with the addresses at which this computer reaches them. A name that somebody has defined
 * already is left out. Nodes that have no address here are left out as well: then the labs' hosts lead to what
 * `swarmlab forward` opens.
 */
export async function namesHere(
  { topology, provider }: Pick<Cluster, 'topology' | 'provider'>,
  taken: ReadonlyMap<string, TakenName>,
): Promise<NamesHere> {
  const reached = topology.nodes.map((node) => ({ name: node.name, address: provider.addressHere(node) }));
  // The routing mesh leads from any node to the service.
  const entry = reached.find(({ address }) => address !== undefined)?.address;
  const hosts = (await labHosts()).map((name) => ({ name, address: entry ?? '127.0.0.1' }));
  const names: HostName[] = [];
  const leftOut: string[] = [];
  for (const { name, address } of [...reached, ...hosts]) {
    const other = taken.get(name.toLowerCase());
    if (address === undefined)
      leftOut.push(t`${name} has no address on this computer: \`swarmlab ssh ${name}\` reaches it`);
    else if (other) leftOut.push(t`${name} is on line ${other.line} already (${other.address})`);
    else names.push({ name, address });
  }
  return { names, leftOut, throughForward: entry === undefined };
}
