import { t } from 'ttag';
import * as z from 'zod';
import { askNetworks, askServices, type Network, type Service } from '../probes/engine-answers.ts';
import { flagValue, routingLabels } from '../probes/routing-labels.ts';
import { noService } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';
import { networkNames } from './service-on-network.ts';

const params = z.strictObject({
  /** The service that Traefik runs as. */
  proxy: z.string().min(1),
  /** The service that it routes to. */
  service: z.string().min(1),
  /** The network that both are on. */
  network: z.string().min(1),
});

/** All services and networks. */
export interface ProxyNetworkSeen {
  services: readonly Service[];
  networks: readonly Network[];
}

/**
 * Traefik is on the network, and is told to take it: where a service is on several networks and none is named, Traefik takes
 * the address in any of them, another one at each look. So whether requests arrive would be luck, and is not asked here.
 */
export const proxyNetwork = defineCheck({
  name: 'proxy-network',
  params,
  reasons: ['no-proxy', 'not-attached', 'none-named', 'other-named'],
  async probe(cluster): Promise<ProxyNetworkSeen> {
    const [services, networks] = await Promise.all([askServices(cluster), askNetworks(cluster)]);
    return { services, networks };
  },
  judge({ proxy: proxyName, service: name, network }, { services, networks }) {
    const fail = <Reason extends string>(reason: Reason, message: string) =>
      ({ outcome: 'fail', reason, message, settled: true }) as const;
    const proxy = services.find(({ Spec }) => Spec.Name === proxyName);
    if (!proxy) return fail('no-proxy', noService(proxyName, services));
    const own = networkNames(proxy, networks);
    const on = own.join(', ') || t`no overlay network`;
    if (!own.includes(network)) return fail('not-attached', t`${proxyName} is on ${on}; expected ${network}`);
    const service = services.find(({ Spec }) => Spec.Name === name);
    const others = service ? networkNames(service, networks) : [];
    const told = namedNetwork(proxy, service);
    const all = others.sort().join(', ') || t`no network`;
    if (told === undefined)
      return fail(
        'none-named',
        t`${name} is on ${all}, and neither ${proxyName} nor a label names the one to take; expected ${network}`,
      );
    if (told !== network)
      return fail('other-named', t`${proxyName} is told to take the network ${told}; expected ${network}`);
    return { outcome: 'pass', message: t`${proxyName} is on ${network} and takes addresses there` };
  },
  evidence: ({ services, networks }, { proxy: name }) => {
    const proxy = services.find(({ Spec }) => Spec.Name === name);
    return {
      on: proxy ? networkNames(proxy, networks) : [],
      args: proxy?.Spec.TaskTemplate.ContainerSpec?.Args ?? [],
    };
  },
});

/** The network that is named for a service: by its own label, else by Traefik's flag. */
function namedNetwork(proxy: Service, service: Service | undefined): string | undefined {
  const args = proxy.Spec.TaskTemplate.ContainerSpec?.Args ?? [];
  return routingLabels(service?.Spec.Labels, '').network ?? flagValue(args, 'providers.swarm.network');
}
