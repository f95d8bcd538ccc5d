import type { RunningRouter, RunningService, Runtime } from './runtime.ts';

/** An answer of the API; `body` is sent as JSON. */
export interface ApiAnswer {
  status: number;
  body: unknown;
}

const startDate = new Date().toISOString();

/** Answers `GET path` as Traefik v3's API does; undefined where it has no such path. */
export function apiAnswer(path: string, { routers, services }: Runtime): ApiAnswer | undefined {
  const ok = (body: unknown): ApiAnswer => ({ status: 200, body });
  const absent = (what: string, name: string): ApiAnswer => ({
    status: 404,
    body: { message: `${what} not found: ${name}` },
  });
  const [, kind, name] = /^\/api\/http\/(routers|services)(?:\/([^/]+))?$/.exec(path) ?? [];
  if (path === '/api/version') return ok({ Version: '3.6.0', Codename: 'test double', startDate });
  if (path === '/api/overview') return ok(overview(routers, services.size));
  if (kind === 'routers' && name === undefined)
    return ok([...routers].sort((a, b) => a.name.localeCompare(b.name)).map(routerJson));
  if (kind === 'services' && name === undefined)
    return ok([...services.values()].sort((a, b) => a.name.localeCompare(b.name)).map(serviceJson));
  if (kind === 'routers' && name !== undefined) {
    const router = routers.find((one) => one.name === name);
    return router ? ok(routerJson(router)) : absent('router', name);
  }
  if (kind === 'services' && name !== undefined) {
    const service = services.get(name);
    return service ? ok(serviceJson(service)) : absent('service', name);
  }
  return undefined;
}

function routerJson({
  entryPoints,
  service,
  rule,
  priority,
  errors,
  status,
  using,
  name,
}: RunningRouter): object {
  return {
    entryPoints,
    service,
    rule,
    priority,
    observability: { accessLogs: true, metrics: true, tracing: true, traceVerbosity: 'minimal' },
    ...(errors.length > 0 ? { error: errors } : {}),
    status,
    ...(using.length > 0 ? { using } : {}),
    name,
    provider: name.split('@')[1],
  };
}

function serviceJson({ servers, passHostHeader, usedBy, name }: RunningService): object {
  return {
    loadBalancer: {
      servers: servers.map((url) => ({ url })),
      strategy: 'wrr',
      passHostHeader,
      responseForwarding: { flushInterval: '100ms' },
    },
    status: 'enabled',
    ...(usedBy.length > 0 ? { usedBy } : {}),
    serverStatus: Object.fromEntries(servers.map((url) => [url, 'UP'])),
    name,
    provider: name.split('@')[1],
    type: 'loadbalancer',
  };
}

function overview(routers: readonly RunningRouter[], services: number): object {
  const none = { total: 0, warnings: 0, errors: 0 };
  const count = (status: string) => routers.filter((router) => router.status === status).length;
  return {
    http: {
      routers: { total: routers.length, warnings: count('warning'), errors: count('disabled') },
      services: { total: services, warnings: 0, errors: 0 },
      middlewares: none,
    },
    tcp: { routers: none, services: none, middlewares: none },
    udp: { routers: none, services: none },
    features: { tracing: '', metrics: '', accessLog: false, hub: false },
    providers: ['Swarm'],
  };
}
