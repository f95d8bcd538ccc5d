import { z } from 'zod';
import type { LabCluster } from '../lab-cluster.ts';
import { isOn, type NetworkState, noNetwork, observeNetwork } from '../probes/network-state.ts';
import { noService, observeService, type ServiceState } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({ service: z.string().min(1), network: z.string().min(1) });
type Params = z.output<typeof params>;

/** A service and a network, seen at the same moment. */
export interface ServiceNetworkSeen {
  state: ServiceState;
  net: NetworkState;
}

/** A service is attached to a network: to the one that has the name now. */
export const serviceNetwork = defineCheck({
  name: 'service-network',
  params,
  reasons: ['no-service', 'no-network', 'not-attached'],
  async probe(cluster: LabCluster, { service, network }: Params): Promise<ServiceNetworkSeen> {
    const [state, net] = await Promise.all([
      observeService(cluster, service),
      observeNetwork(cluster, network),
    ]);
    return { state, net };
  },
  judge({ service: name, network: wanted }, { state, net }) {
    const { service, services } = state;
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    if (!net.network)
      return {
        outcome: 'fail',
        reason: 'no-network',
        message: noNetwork(wanted, net.networks),
        settled: true,
      };
    if (isOn(service, net.network)) return { outcome: 'pass', message: `${name} is on ${wanted}` };
    const seen = networksOf({ state, net }).join(', ') || 'no network';
    const message = `${name} is on ${seen}; expected ${wanted}`;
    return { outcome: 'fail', reason: 'not-attached', message, settled: true };
  },
  evidence: (seen) => ({ networks: networksOf(seen) }),
});

/** The names of the networks that a service asked for. */
function networksOf({ state, net }: ServiceNetworkSeen): string[] {
  return net.networks.flatMap((network) =>
    state.service && isOn(state.service, network) ? [network.Name] : [],
  );
}
