import { t } from 'ttag';
import * as z from 'zod';
import type { PublishedPort, Service } from '../probes/engine-answers.ts';
import { noService, observeService } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const port = z.int().min(1).max(65535);

const params = z.strictObject({
  service: z.string().min(1),
  /** The port on every node. */
  port,
  /** The port that tasks listen on. */
  target: port,
});

/** A service's TCP port is published in ingress mode: on every node, by the routing mesh. */
export const servicePublished = defineCheck({
  name: 'service-published',
  params,
  reasons: ['no-service', 'not-published', 'host-mode', 'wrong-target', 'wrong-port'],
  probe: (cluster, { service }) => observeService(cluster, service),
  judge({ service: name, port, target }, { service, services }) {
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const expected = t`${port}->${target}/tcp in ingress mode`;
    const ports = portsOf(service);
    const good = ports.some(
      (one) =>
        one.PublishedPort === port &&
        one.TargetPort === target &&
        one.Protocol === 'tcp' &&
        one.PublishMode === 'ingress',
    );
    if (good) return { outcome: 'pass', message: t`${name} publishes ${expected}` };
    const seen = ports.map(portText).join(', ') || t`no port`;
    const message = t`${name} publishes ${seen}; expected ${expected}`;
    const here = ports.filter((one) => one.PublishedPort === port);
    const reason =
      ports.length === 0
        ? 'not-published'
        : here.some(({ PublishMode }) => PublishMode !== 'ingress')
          ? 'host-mode'
          : here.length > 0
            ? 'wrong-target'
            : 'wrong-port';
    return { outcome: 'fail', reason, message, settled: true };
  },
  evidence: ({ service }) => ({ ports: service ? portsOf(service) : [] }),
});

/** The ports that the swarm gave to a service, or while it has given none, those that were asked for. */
export function portsOf({ Endpoint, Spec }: Service): readonly PublishedPort[] {
  return Endpoint?.Ports ?? Spec.EndpointSpec?.Ports ?? [];
}

function portText({ Protocol, PublishedPort, PublishMode, TargetPort }: PublishedPort): string {
  const port = PublishedPort ?? t`a port of its choice`;
  return t`${port}->${TargetPort}/${Protocol} in ${PublishMode} mode`;
}
