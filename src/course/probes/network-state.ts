import { t } from 'ttag';
import type { LabCluster } from '../lab-cluster.ts';
import { askNetworks, type Network, type Service } from './engine-answers.ts';

/** A network at one moment, as the manager has it. */
export interface NetworkState {
  networks: readonly Network[];
  /** The one in question; absent where none has the name. */
  network?: Network;
}

/** Observes the network with exactly this name; where a local one shares it, the swarm's. */
export async function observeNetwork(cluster: LabCluster, name: string): Promise<NetworkState> {
  const networks = await askNetworks(cluster);
  const named = networks.filter(({ Name }) => Name === name);
  const network = named.find(({ Scope }) => Scope === 'swarm') ?? named[0];
  return { networks, ...(network ? { network } : {}) };
}

/** Whether a service is attached to a network, as its spec says it. */
export function isOn({ Spec }: Service, { Id, Name }: Pick<Network, 'Id' | 'Name'>): boolean {
  return (Spec.TaskTemplate.Networks ?? []).some(({ Target }) => Target === Id || Target === Name);
}

/** What to say where there is no such network. */
export function noNetwork(name: string, networks: readonly Network[]): string {
  const seen = networks.map(({ Name }) => Name).sort();
  const list = seen.join(', ') || t`none`;
  return t`no network is named ${name} (networks seen: ${list})`;
}
