import { msgid, ngettext, t } from 'ttag';
import * as z from 'zod';
import { askServices, type Service } from '../probes/engine-answers.ts';
import { type RoutingLabels, routingLabels } from '../probes/routing-labels.ts';
import { noService } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The router's name in the labels, without `@swarm`. */
  router: z.string().min(1),
  /** The host name that its rule is for. */
  host: z.string().min(1),
  /** The port that tasks listen on. */
  port: z.int().min(1).max(65535),
});
type Params = z.output<typeof params>;

/** All services, and the one in question. */
export interface LabelsSeen {
  services: readonly Service[];
  service?: Service;
}

/** A service carries the labels that Traefik makes a router of; its containers' labels do not count. */
export const routingLabelsCheck = defineCheck({
  name: 'routing-labels',
  params,
  reasons: ['no-service', 'on-container', 'not-enabled', 'no-rule', 'other-rule', 'no-port', 'other-port'],
  async probe(cluster, { service: name }): Promise<LabelsSeen> {
    const services = await askServices(cluster);
    const service = services.find(({ Spec }) => Spec.Name === name);
    return { services, ...(service ? { service } : {}) };
  },
  judge({ service: name, router, host, port }, { service, services }) {
    const fail = <Reason extends string>(reason: Reason, message: string) =>
      ({ outcome: 'fail', reason, message, settled: true }) as const;
    if (!service) return fail('no-service', noService(name, services));
    const own = routingLabels(service.Spec.Labels, router);
    const inside = routingLabels(service.Spec.TaskTemplate.ContainerSpec?.Labels, router);
    if (own.all.size === 0 && inside.all.size > 0)
      return fail(
        'on-container',
        t`the ${inside.all.size} traefik labels are on the containers of ${name}; expected on the service`,
      );
    if (!own.enabled) {
      const labels = count(own);
      return fail('not-enabled', t`${name} has ${labels}; expected traefik.enable=true among them`);
    }
    const rule = `traefik.http.routers.${router}.rule`;
    if (own.rule === undefined)
      return fail('no-rule', t`${name} has no label ${rule}; expected Host(\`${host}\`)`);
    if (!isFor(own.rule, host))
      return fail('other-rule', t`${rule} of ${name} is ${own.rule}; expected Host(\`${host}\`)`);
    if (own.ports.length === 0)
      return fail(
        'no-port',
        t`${name} has no label traefik.http.services.${router}.loadbalancer.server.port; expected ${port}`,
      );
    if (!own.ports.includes(String(port))) {
      const ports = own.ports.join(', ');
      return fail('other-port', t`the port in the labels of ${name} is ${ports}; expected ${port}`);
    }
    const labels = count(own);
    return { outcome: 'pass', message: t`${name} has ${labels}: ${own.rule} to port ${port}` };
  },
  evidence: ({ service }, { router }: Params) => ({
    labels: Object.fromEntries(routingLabels(service?.Spec.Labels, router).all),
    onContainers: routingLabels(service?.Spec.TaskTemplate.ContainerSpec?.Labels, router).all.size,
  }),
});

function count({ all }: RoutingLabels): string {
  return all.size === 0
    ? t`no traefik label`
    : ngettext(msgid`${all.size} traefik label`, `${all.size} traefik labels`, all.size);
}

/** Whether a rule names a host. Rules are Go expressions: a string is in backticks or double quotes. */
function isFor(rule: string, host: string): boolean {
  const named = [...rule.matchAll(/host\(\s*(?:`([^`]*)`|"([^"]*)")\s*\)/gi)].map(([, a, b]) => a ?? b);
  return named.some((one) => one?.toLowerCase() === host.toLowerCase());
}
