import { t } from 'ttag';
import * as z from 'zod';
import { askNetworks, askServices, type Network, type Service } from '../probes/engine-answers.ts';
import { noService } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The name of an overlay network. */
  network: z.string().min(1),
});

/** All services and networks. */
export interface NetworkSeen {
  services: readonly Service[];
  networks: readonly Network[];
}

/** A service is attached to an overlay network of the swarm. */
export const serviceOnNetwork = defineCheck({
  name: 'service-on-network',
  params,
  reasons: ['no-service', 'no-network', 'not-overlay', 'not-attached'],
  async probe(cluster): Promise<NetworkSeen> {
    const [services, networks] = await Promise.all([askServices(cluster), askNetworks(cluster)]);
    return { services, networks };
  },
  judge({ service: name, network: wanted }, { services, networks }) {
    const fail = <Reason extends string>(reason: Reason, message: string) =>
      ({ outcome: 'fail', reason, message, settled: true }) as const;
    const service = services.find(({ Spec }) => Spec.Name === name);
    if (!service) return fail('no-service', noService(name, services));
    const named = networks.filter(({ Name }) => Name === wanted);
    const network = named.find(({ Scope }) => Scope === 'swarm') ?? named[0];
    if (!network) {
      const all = on(service, networks);
      return fail('no-network', t`no network is named ${wanted} (${name} is on ${all})`);
    }
    if (network.Driver !== 'overlay' || network.Scope !== 'swarm')
      return fail(
        'not-overlay',
        t`${wanted} is a ${network.Driver} network of scope ${network.Scope}; expected overlay of scope swarm`,
      );
    if (!networkIds(service).includes(network.Id)) {
      const all = on(service, networks);
      return fail('not-attached', t`${name} is on ${all}; expected also on ${wanted}`);
    }
    const all = on(service, networks);
    return { outcome: 'pass', message: t`${name} is on ${all}` };
  },
  evidence: ({ services, networks }, { service: name }) => {
    const service = services.find(({ Spec }) => Spec.Name === name);
    return { on: service ? networkNames(service, networks) : [] };
  },
});

/** Names of the networks that a service's tasks are attached to; the ingress network is not among them. */
export function networkNames(service: Service, networks: readonly Network[]): string[] {
  return networkIds(service).map(
    (id) => networks.find(({ Id, Name }) => Id === id || Name === id)?.Name ?? id,
  );
}

function networkIds({ Spec }: Service): string[] {
  return (Spec.TaskTemplate.Networks ?? []).map(({ Target }) => Target);
}

function on(service: Service, networks: readonly Network[]): string {
  return networkNames(service, networks).sort().join(', ') || t`no overlay network`;
}
