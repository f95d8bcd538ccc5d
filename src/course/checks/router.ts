import { t } from 'ttag';
import * as z from 'zod';
import { askServices, type Service } from '../probes/engine-answers.ts';
import { flagValue, routingLabels } from '../probes/routing-labels.ts';
import { noService } from '../probes/service-state.ts';
import { askTraefik, inPath, routerShape, type Told, type TraefikRouter } from '../probes/traefik-api.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** The service that Traefik runs as. */
  proxy: z.string().min(1),
  /** The service that has the router's labels. */
  service: z.string().min(1),
  /** With its provider, as in `counter@swarm`. */
  router: z.string().regex(/^[^@]+@[a-z]+$/, 'name the router with its provider, as in counter@swarm'),
  /** The port that Traefik's API is published on. */
  api: z.int().min(1).max(65535),
});

/** All services, and what Traefik says of the router. */
export interface RouterSeen {
  services: readonly Service[];
  router: Told<TraefikRouter>;
}

/** Traefik has made the router, and it is enabled. Traefik looks at the swarm every 15 s unless it is told otherwise. */
export const router = defineCheck({
  name: 'router',
  params,
  reasons: ['no-proxy', 'no-api', 'no-provider', 'no-socket', 'no-router', 'disabled'],
  async probe(cluster, { router: name, api }): Promise<RouterSeen> {
    const [services, told] = await Promise.all([
      askServices(cluster),
      askTraefik(cluster, api, `/api/http/routers/${inPath(name)}`, routerShape),
    ]);
    return { services, router: told };
  },
  judge({ proxy: proxyName, service, router: name, api }, { services, router: told }) {
    if (told.kind === 'unasked')
      return { outcome: 'unknown', message: t`could not ask Traefik: ${told.reason}` };
    const proxy = services.find(({ Spec }) => Spec.Name === proxyName);
    if (!proxy)
      return { outcome: 'fail', reason: 'no-proxy', message: noService(proxyName, services), settled: true };
    if (told.kind === 'silent' || told.kind === 'strange') {
      const seen =
        told.kind === 'silent'
          ? t`nobody answers (${told.reason})`
          : t`not Traefik's API answers (${told.reason})`;
      return {
        outcome: 'fail',
        reason: 'no-api',
        message: t`on port ${api} ${seen}; expected Traefik's API`,
      };
    }
    if (told.kind === 'told') {
      const { status, rule, error } = told.thing;
      if (status === 'enabled') return { outcome: 'pass', message: t`${name} is enabled: ${rule}` };
      const why = error?.length ? ` (${error.join('; ')})` : '';
      const message = t`${name} is ${status}${why}; expected enabled`;
      return {
        outcome: 'fail',
        reason: 'disabled',
        message,
        settled: hasRead(told.thing, name, service, services),
      };
    }
    const args = proxy.Spec.TaskTemplate.ContainerSpec?.Args ?? [];
    if (!args.some((arg) => /^--?providers\.swarm\b/i.test(arg))) {
      const message = t`${proxyName} has no flag --providers.swarm; expected one, for it looks at no swarm without`;
      return { outcome: 'fail', reason: 'no-provider', message, settled: true };
    }
    const socket = socketWanted(args);
    const mounts = proxy.Spec.TaskTemplate.ContainerSpec?.Mounts ?? [];
    if (socket && !mounts.some(({ Target }) => Target && `${socket}/`.startsWith(`${Target}/`))) {
      const message = t`${proxyName} has no mount at ${socket}; expected Docker's socket there`;
      return { outcome: 'fail', reason: 'no-socket', message, settled: true };
    }
    return {
      outcome: 'fail',
      reason: 'no-router',
      message: t`Traefik has no router ${name} (it says: ${told.reason}); expected it, enabled`,
    };
  },
  evidence: ({ router: told }) => ({ router: told }),
});

/** Whether Traefik has made a router of the labels as they are now, not as they were at its look before. */
function hasRead(
  { rule, entryPoints }: TraefikRouter,
  router: string,
  name: string,
  services: readonly Service[],
): boolean {
  const [own = ''] = router.split('@');
  const service = services.find(({ Spec }) => Spec.Name === name);
  const labels = routingLabels(service?.Spec.Labels, own);
  const points = labels.all.get(`traefik.http.routers.${own.toLowerCase()}.entrypoints`);
  return rule === labels.rule && (points === undefined || points === entryPoints?.join(','));
}

/** The Unix socket that Traefik asks the swarm at; undefined where it asks over TCP. */
function socketWanted(args: readonly string[]): string | undefined {
  const endpoint = flagValue(args, 'providers.swarm.endpoint') ?? 'unix:///var/run/docker.sock';
  return /^unix:\/\/(\/.*)$/.exec(endpoint)?.[1];
}
