import { t } from 'ttag';
import * as z from 'zod';
import type { Task } from '../probes/engine-answers.ts';
import { noService, observeService, runningTasks, type ServiceState } from '../probes/service-state.ts';
import {
  askTraefik,
  inPath,
  qualified,
  routerShape,
  serviceShape,
  type Told,
  type TraefikService,
} from '../probes/traefik-api.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** How many tasks there shall be; as many as there are when absent. */
  tasks: z.int().min(1).optional(),
  router: z.string().regex(/^[^@]+@[a-z]+$/, 'name the router with its provider, as in counter@swarm'),
  /** The network that the tasks' addresses are of. */
  network: z.string().min(1),
  /** The port that tasks listen on. */
  port: z.int().min(1).max(65535),
  /** The port that Traefik's API is published on. */
  api: z.int().min(1).max(65535),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-service',
  'not-scaled',
  'no-task',
  'no-api',
  'no-router',
  'other-network',
  'other-port',
  'not-caught-up',
] as const;
type Reason = (typeof reasons)[number];

/** The swarm's tasks, and the servers that Traefik sends to. */
export interface ServersSeen {
  state: ServiceState;
  servers: Told<TraefikService>;
}

/** Traefik's servers for a router are exactly the running tasks, at their addresses in one network. */
export const routerServers = defineCheck({
  name: 'router-servers',
  params,
  reasons,
  async probe(cluster, { service, router, api }): Promise<ServersSeen> {
    const askServers = async (): Promise<Told<TraefikService>> => {
      const path = `/api/http/routers/${inPath(router)}`;
      const told = await askTraefik(cluster, api, path, routerShape);
      if (told.kind !== 'told') return told;
      const name = inPath(qualified(told.thing.service, router));
      return askTraefik(cluster, api, `/api/http/services/${name}`, serviceShape);
    };
    const [state, servers] = await Promise.all([observeService(cluster, service), askServers()]);
    return { state, servers };
  },
  judge(wanted, { state, servers }) {
    const { service: name, tasks, api } = wanted;
    if (servers.kind === 'unasked')
      return { outcome: 'unknown', message: t`could not ask Traefik: ${servers.reason}` };
    if (!state.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(name, state.services),
        settled: true,
      };
    const replicas = state.service.Spec.Mode.Replicated?.Replicas ?? 0;
    if (tasks !== undefined && replicas !== tasks) {
      const message = t`${name} is to have ${replicas} tasks; expected ${tasks}`;
      return { outcome: 'fail', reason: 'not-scaled', message, settled: true };
    }
    const running = runningTasks(state);
    if (running.length === 0 || running.length < (tasks ?? 1)) {
      const wanted = tasks ?? t`one or more`;
      const message = t`${name} has ${running.length} running tasks; expected ${wanted}`;
      return { outcome: 'fail', reason: 'no-task', message };
    }
    if (servers.kind === 'absent')
      return {
        outcome: 'fail',
        reason: 'no-router',
        message: t`Traefik says: ${servers.reason}; expected servers`,
      };
    if (servers.kind !== 'told')
      return {
        outcome: 'fail',
        reason: 'no-api',
        message: t`no answer of Traefik's API on port ${api} (${servers.reason}); expected its list of servers`,
      };
    return compare(wanted, running, serverUrls(servers.thing));
  },
  evidence: ({ state, servers }, { network }) => ({
    servers: servers.kind === 'told' ? serverUrls(servers.thing) : servers,
    tasks: runningTasks(state).map((task) => addressesIn(task, network)),
  }),
});

function compare(
  { network, port }: Params,
  running: readonly Task[],
  seen: readonly string[],
): Verdict<Reason> {
  const expected = running.flatMap((task) => addressesIn(task, network)).map((address) => url(address, port));
  const missing = expected.filter((one) => !seen.includes(one));
  const extra = seen.filter((one) => !expected.includes(one));
  const whole = expected.length >= running.length;
  if (whole && missing.length === 0 && extra.length === 0)
    return {
      outcome: 'pass',
      message: t`Traefik sends to ${seen.length} servers, the addresses of the ${running.length} tasks in ${network}`,
    };
  const addresses = new Set(expected.map(hostOf));
  const elsewhere = new Set(
    running.flatMap((task) => addressesIn(task)).filter((one) => !addresses.has(one)),
  );
  const strayed = extra.filter((one) => elsewhere.has(hostOf(one)));
  const reason =
    strayed.length > 0 || !whole
      ? 'other-network'
      : extra.some((one) => addresses.has(hostOf(one)))
        ? 'other-port'
        : 'not-caught-up';
  const servers = seen.join(', ') || t`no server`;
  const wanted = expected.join(', ') || t`none of them has an address there`;
  const message = t`Traefik sends to ${servers}; expected the ${running.length} tasks in ${network}: ${wanted}`;
  return { outcome: 'fail', reason, message };
}

/** A task's addresses in a network, or in all, without the length of the prefix. */
function addressesIn({ NetworksAttachments }: Task, network?: string): string[] {
  return (NetworksAttachments ?? [])
    .filter(({ Network }) => network === undefined || Network.Spec?.Name === network)
    .flatMap(({ Addresses }) => Addresses ?? [])
    .map((address) => address.replace(/\/\d+$/, ''));
}

function serverUrls({ loadBalancer }: TraefikService): string[] {
  return (loadBalancer?.servers ?? []).map(({ url }) => url.replace(/\/$/, '')).sort();
}

function url(address: string, port: number): string {
  return `http://${address}:${port}`;
}

function hostOf(server: string): string {
  return URL.canParse(server) ? new URL(server).hostname : server;
}
