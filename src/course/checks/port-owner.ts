import { t } from 'ttag';
import * as z from 'zod';
import { askServices, type Service } from '../probes/engine-answers.ts';
import { noService } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';
import { portsOf, servicePublished } from './service-published.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The port on every node. */
  port: z.int().min(1).max(65535),
  /** The port that tasks listen on. */
  target: z.int().min(1).max(65535),
});

/** Every service of the swarm. */
export interface OwnerSeen {
  services: readonly Service[];
}

/** A port of every node is a service's, and no other service has it: a port can be published once in a swarm. */
export const portOwner = defineCheck({
  name: 'port-owner',
  params,
  reasons: ['taken', ...servicePublished.reasons],
  probe: async (cluster): Promise<OwnerSeen> => ({ services: await askServices(cluster) }),
  judge(wanted, { services }) {
    const { service: name, port, target } = wanted;
    const service = services.find(({ Spec }) => Spec.Name === name);
    const owner = services.find(
      (one) => one !== service && portsOf(one).some(({ PublishedPort }) => PublishedPort === port),
    );
    if (owner) {
      const absent = noService(name, services);
      const message = service
        ? t`port ${port} is published by ${owner.Spec.Name}; expected by ${name}, to port ${target}`
        : t`port ${port} is published by ${owner.Spec.Name}, and ${absent}; expected by ${name}, to port ${target}`;
      return { outcome: 'fail', reason: 'taken', message, settled: true };
    }
    const state = { services, tasks: [], nodeNames: new Map(), ...(service ? { service } : {}) };
    return servicePublished.judge(wanted, state, undefined);
  },
  evidence: ({ services }) => ({
    published: Object.fromEntries(
      services.map((service) => [
        service.Spec.Name,
        portsOf(service).map(({ PublishedPort, TargetPort }) => `${PublishedPort ?? '?'}->${TargetPort}`),
      ]),
    ),
  }),
});
