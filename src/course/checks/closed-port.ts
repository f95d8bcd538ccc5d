import { t } from 'ttag';
import * as z from 'zod';
import { briefTries, openNodes, tryPortOnEveryNode } from '../probes/connects.ts';
import { couldNotAsk, type Sample, unusableNodes } from '../probes/reach.ts';
import { noService, observeService, type ServiceState } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';
import { portsOf } from './service-published.ts';

const params = z.strictObject({
  /** A service for other services alone. */
  service: z.string().min(1),
  /** The TCP port that its tasks listen on. */
  port: z.int().min(1).max(65535),
});

/** What was seen: the service, and whether each node could connect to each node. */
export interface ClosedPortSeen {
  state: ServiceState;
  samples: readonly Sample<true>[];
}

/** A service publishes nothing, and the port that it listens on inside its network is closed on every node. */
export const closedPort = defineCheck({
  name: 'closed-port',
  params,
  reasons: ['no-service', 'published', 'open'],
  async probe(cluster, { service, port }): Promise<ClosedPortSeen> {
    const state = await observeService(cluster, service);
    if (!state.service || portsOf(state.service).length > 0) return { state, samples: [] };
    return { state, samples: await tryPortOnEveryNode(cluster, port) };
  },
  judge({ service: name, port }, { state, samples }) {
    const { service, services } = state;
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const ports = portsOf(service);
    if (ports.length > 0) {
      const and = t`and`;
      const seen = ports.map(({ PublishedPort, TargetPort }) => {
        const port = PublishedPort ?? t`any`;
        return t`${TargetPort} as ${port}`;
      });
      const all = seen.join(` ${and} `);
      const message = t`${name} publishes its port ${all}; expected that it publishes nothing`;
      return { outcome: 'fail', reason: 'published', message, settled: true };
    }
    const open = openNodes(samples);
    if (open.length > 0) {
      const nodes = open.join(', ');
      return {
        outcome: 'fail',
        reason: 'open',
        message: t`${nodes} answers on port ${port}, though ${name} does not publish it; expected a refusal`,
      };
    }
    const unknown = couldNotAsk(unusableNodes(samples));
    if (unknown) return unknown;
    return {
      outcome: 'pass',
      message: t`${name} publishes nothing, and port ${port} is closed on every node`,
    };
  },
  evidence: ({ state, samples }) => ({
    ports: state.service ? portsOf(state.service) : [],
    tried: briefTries(samples),
  }),
});
