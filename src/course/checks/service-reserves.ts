import { t } from 'ttag';
import * as z from 'zod';
import { askServices, type Service } from '../probes/engine-answers.ts';
import { noService } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** MiB of memory that are to be set aside for each task. */
  memory: z.int().min(1),
});

export interface ReservesSeen {
  services: readonly Service[];
  service?: Service | undefined;
}

/** A service reserves memory for each of its tasks, so that the scheduler counts it. A limit is something else. */
export const serviceReserves = defineCheck({
  name: 'service-reserves',
  params,
  reasons: ['no-service', 'limit-only', 'nothing', 'other-amount'],
  async probe(cluster, { service: name }): Promise<ReservesSeen> {
    const services = await askServices(cluster);
    return { services, service: services.find(({ Spec }) => Spec.Name === name) };
  },
  judge({ service: name, memory }, { services, service }) {
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const { reserved, limit } = amounts(service);
    if (reserved === memory)
      return { outcome: 'pass', message: t`${name} reserves ${memory} MiB of memory for each task` };
    if (reserved > 0) {
      const message = t`${name} reserves ${reserved} MiB of memory for each task; expected ${memory} MiB`;
      return { outcome: 'fail', reason: 'other-amount', message, settled: true };
    }
    if (limit > 0) {
      const message = t`${name} limits its tasks to ${limit} MiB of memory and reserves none; expected ${memory} MiB reserved`;
      return { outcome: 'fail', reason: 'limit-only', message, settled: true };
    }
    const message = t`${name} reserves no memory; expected ${memory} MiB for each task`;
    return { outcome: 'fail', reason: 'nothing', message, settled: true };
  },
  evidence: ({ service }) => (service ? amounts(service) : {}),
});

/** In MiB; 0 where nothing is asked for. */
function amounts({ Spec }: Service): { reserved: number; limit: number } {
  const { Reservations, Limits } = Spec.TaskTemplate.Resources ?? {};
  const mib = (bytes = 0) => Math.round((bytes / 2 ** 20) * 10) / 10;
  return { reserved: mib(Reservations?.MemoryBytes), limit: mib(Limits?.MemoryBytes) };
}
