/** What a service's labels tell Traefik; names of labels are not case-sensitive. */
export interface RoutingLabels {
  /** Every label that begins with `traefik.`, names in lower case. */
  all: ReadonlyMap<string, string>;
  enabled: boolean;
  /** The rule of the router in question. */
  rule?: string;
  /** `loadbalancer.server.port` of any of its services. */
  ports: readonly string[];
  /** `traefik.swarm.network`, or as it was called before version 3, `traefik.docker.network`. */
  network?: string;
}

const port = /^traefik\.http\.services\.[^.]+\.loadbalancer\.server\.port$/;

/** Reads labels as Traefik's swarm provider does. Source: traefik's pkg/provider/docker/shared_labels.go (v3). */
export function routingLabels(
  labels: Readonly<Record<string, string>> | null | undefined,
  router: string,
): RoutingLabels {
  const all = new Map(
    Object.entries(labels ?? {})
      .map(([name, value]) => [name.toLowerCase(), value] as const)
      .filter(([name]) => name.startsWith('traefik.')),
  );
  const rule = all.get(`traefik.http.routers.${router.toLowerCase()}.rule`);
  const network = all.get('traefik.swarm.network') ?? all.get('traefik.docker.network');
  return {
    all,
    enabled: ['1', 't', 'true'].includes(all.get('traefik.enable')?.toLowerCase() ?? ''),
    ...(rule ? { rule } : {}),
    ports: [...all].filter(([name]) => port.test(name)).map(([, value]) => value),
    ...(network ? { network } : {}),
  };
}

/** The value of a flag of a program, as in `--providers.swarm.network=frontend`; names of Traefik's flags are not case-sensitive. */
export function flagValue(args: readonly string[], flag: string): string | undefined {
  for (const [at, arg] of args.entries()) {
    const [, name = '', value] = /^--?([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name.toLowerCase() === flag.toLowerCase()) return value ?? args[at + 1] ?? '';
  }
  return undefined;
}
