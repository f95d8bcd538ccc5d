import { z } from 'zod';
import { dial } from '../probes/http-get.ts';
import { everyNodeAsksEveryNode, type Sample, unusableNodes } from '../probes/reach.ts';
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

/** Milliseconds for one connection. */
const patience = 2000;

/** The negative control: on a port that is not published, no node answers. */
export const portRefuses = defineCheck({
  name: 'port-refuses',
  params,
  reasons: ['no-service', 'open'],
  async probe(cluster, { service, port }): Promise<PortSeen> {
    const state = await observeService(cluster, service);
    if (!state.service || publisherOf(state, port)) return { state, samples: [] };
    const connects = async (
      ...[from, to, signal]: Parameters<Parameters<typeof everyNodeAsksEveryNode>[1]>
    ) => {
      (await dial(from, to.address, port, signal)).destroy();
      return true as const;
    };
    return { state, samples: await everyNodeAsksEveryNode(cluster, connects, patience) };
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
        message: `the service ${publisher} publishes port ${port}, so its silence cannot be expected`,
      };
    const open = new Set(samples.filter(({ result }) => result.kind === 'answer').map(({ to }) => to));
    if (open.size > 0)
      return {
        outcome: 'fail',
        reason: 'open',
        message: `${[...open].join(', ')} answers on port ${port}, which no service publishes; expected a refusal`,
      };
    const unusable = [...unusableNodes(samples)].map(([node, reason]) => `${node}: ${reason}`);
    if (unusable.length > 0)
      return { outcome: 'unknown', message: `could not ask every node: ${unusable.join('; ')}` };
    return { outcome: 'pass', message: `port ${port}, which is not published, answers on no node` };
  },
  evidence: ({ samples }) => ({
    tried: samples.map(({ from, to, result }) => ({ from, to, seen: result.kind })),
  }),
});

function publisherOf({ services }: ServiceState, port: number): string | undefined {
  return services.find((service) => portsOf(service).some(({ PublishedPort }) => PublishedPort === port))
    ?.Spec.Name;
}
