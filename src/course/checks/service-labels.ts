import { t } from 'ttag';
import * as z from 'zod';
import { askServices, type Service } from '../probes/engine-answers.ts';
import { noService } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  label: z.string().min(1),
  value: z.string(),
});

export interface LabelsSeen {
  services: readonly Service[];
  service?: Service | undefined;
}

/** A label is the service's own. On its containers alone, nobody finds it who asks the swarm for services. */
export const serviceLabels = defineCheck({
  name: 'service-labels',
  params,
  reasons: ['no-service', 'on-containers', 'missing', 'other-value'],
  async probe(cluster, { service: name }): Promise<LabelsSeen> {
    const services = await askServices(cluster);
    return { services, service: services.find(({ Spec }) => Spec.Name === name) };
  },
  judge({ service: name, label, value }, { services, service }) {
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const own = service.Spec.Labels?.[label];
    if (own === value)
      return { outcome: 'pass', message: t`the service ${name} has the label ${label}=${value}` };
    if (own !== undefined) {
      const message = t`the service ${name} has the label ${label}=${own}; expected ${label}=${value}`;
      return { outcome: 'fail', reason: 'other-value', message, settled: true };
    }
    if (service.Spec.TaskTemplate.ContainerSpec?.Labels?.[label] !== undefined) {
      const message = t`the label ${label} is on the containers of ${name}, and not on the service; expected ${label}=${value} on the service`;
      return { outcome: 'fail', reason: 'on-containers', message, settled: true };
    }
    const message = t`the service ${name} has no label ${label}; expected ${label}=${value}`;
    return { outcome: 'fail', reason: 'missing', message, settled: true };
  },
  evidence: ({ service }, { label }) => ({
    service: service?.Spec.Labels?.[label],
    containers: service?.Spec.TaskTemplate.ContainerSpec?.Labels?.[label],
  }),
});
