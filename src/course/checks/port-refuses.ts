import { t } from 'ttag';
import * as z from 'zod';
import { briefTries, openNodes, tryPortOnEveryNode } from '../probes/connects.ts';
import { couldNotAsk, type Sample, unusableNodes } from '../probes/reach.ts';
import { noService, observeService, type ServiceState } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';
import { portsOf } from './service-published.ts';

const params = z.strictObject({
  /** Without this service nothing could answer, so nothing is proven. */
  service: z.string().min(1),
  /** A TCP port that no service publishes. */
  port: z.int().min(1).max(65535),
});

/** What was seen: the service, and whether each node could connect to each node. */
export interface PortSeen {
  state: ServiceState;
  samples: readonly Sample<true>[];
}

/** The negative control: on a port that is not published, no node answers. */
export const portRefuses = defineCheck({
  name: 'port-refuses',
  params,
  reasons: ['no-service', 'open'],
  async probe(cluster, { service, port }): Promise<PortSeen> {
    const state = await observeService(cluster, service);
    if (!state.service || publisherOf(state, port)) return { state, samples: [] };
    return { state, samples: await tryPortOnEveryNode(cluster, port) };
  },
  judge({ service: name, port }, { state, samples }) {
    if (!state.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(name, state.services),
        settled: true,
      };
    const publisher = publisherOf(state, port);
    if (publisher)
      return {
        outcome: 'skip',
        message: t`the service ${publisher} publishes port ${port}, so its silence cannot be expected`,
      };
    const open = openNodes(samples);
    if (open.length > 0) {
      const nodes = open.join(', ');
      return {
        outcome: 'fail',
        reason: 'open',
        message: t`${nodes} answers on port ${port}, which no service publishes; expected a refusal`,
      };
    }
    const unknown = couldNotAsk(unusableNodes(samples));
    if (unknown) return unknown;
    return { outcome: 'pass', message: t`port ${port}, which is not published, answers on no node` };
  },
  evidence: ({ samples }) => ({ tried: briefTries(samples) }),
});

function publisherOf({ services }: ServiceState, port: number): string | undefined {
  return services.find((service) => portsOf(service).some(({ PublishedPort }) => PublishedPort === port))
    ?.Spec.Name;
}
