/** What the command line says. */
export interface Settings {
  /** Port by name of entry point. */
  entryPoints: ReadonlyMap<string, number>;
  /** Whether `/api` is served on an entry point of its own, `traefik`, port 8080. */
  api: boolean;
  /** Absent where no flag speaks of the swarm. */
  swarm?: SwarmSettings;
}

/** The swarm provider's flags. */
export interface SwarmSettings {
  socket: string;
  exposedByDefault: boolean;
  network: string;
  refreshSeconds: number;
}

/** Flags that change nothing that is asked of a double. */
const ignored = /^(log(\.level|\.format)?|accesslog|global\.(checknewversion|sendanonymoususage)|ping)$/;

/** Reads `--name=value`, `--name value` and `--name`; names are not case-sensitive. Throws on what it does not know, as Traefik does. */
export function parseFlags(args: readonly string[]): Settings {
  const entryPoints = new Map<string, number>();
  const swarm: SwarmSettings = {
    socket: '/var/run/docker.sock',
    exposedByDefault: true,
    network: '',
    refreshSeconds: 15,
  };
  let api = false;
  let hasSwarm = false;
  for (const [name, value] of pairs(args)) {
    const flag = name.toLowerCase();
    const [, entryPoint] = /^entrypoints\.([^.]+)\.address$/.exec(flag) ?? [];
    if (flag.startsWith('providers.swarm')) hasSwarm = true;
    if (entryPoint) entryPoints.set(entryPoint, portOf(name, value));
    else if (flag === 'api.insecure' || flag === 'api' || flag === 'api.dashboard')
      api = flag === 'api.insecure' ? truth(name, value) : api;
    else if (flag === 'providers.swarm') truth(name, value);
    else if (flag === 'providers.swarm.endpoint') swarm.socket = socketOf(name, value);
    else if (flag === 'providers.swarm.exposedbydefault') swarm.exposedByDefault = truth(name, value);
    else if (flag === 'providers.swarm.network') swarm.network = value ?? '';
    else if (flag === 'providers.swarm.refreshseconds') swarm.refreshSeconds = seconds(name, value);
    else if (!ignored.test(flag))
      throw new Error(
        `command traefik error: failed to decode configuration from flags: field not found, node: ${name}`,
      );
  }
  if (entryPoints.size === 0) entryPoints.set('http', 80);
  if (api && !entryPoints.has('traefik')) entryPoints.set('traefik', 8080);
  return { entryPoints, api, ...(hasSwarm ? { swarm } : {}) };
}

function pairs(args: readonly string[]): [name: string, value: string | undefined][] {
  const found: [string, string | undefined][] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    const [, name, value] = /^--?([A-Za-z][^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === undefined) throw new Error(`command not found: ${arg}`);
    const next = args[at + 1];
    if (value === undefined && next !== undefined && !next.startsWith('-')) {
      found.push([name, next]);
      at++;
    } else found.push([name, value]);
  }
  return found;
}

/** A boolean as Go's strconv.ParseBool reads it; a flag without value is true. */
export function truth(name: string, value: string | undefined): boolean {
  if (value === undefined || /^(1|t|true)$/i.test(value)) return true;
  if (/^(0|f|false)$/i.test(value)) return false;
  throw new Error(`${name}: parsing ${JSON.stringify(value)}: invalid syntax`);
}

function portOf(name: string, value = ''): number {
  const [, port] = /^[^:]*:(\d+)(?:\/tcp)?$/.exec(value) ?? [];
  if (port === undefined) throw new Error(`${name}: not an address of TCP: ${JSON.stringify(value)}`);
  return Number(port);
}

function socketOf(name: string, value = ''): string {
  const [, socket] = /^unix:\/\/(\/.+)$/.exec(value) ?? [];
  if (socket === undefined)
    throw new Error(`${name}: the test double asks Unix sockets alone: ${JSON.stringify(value)}`);
  return socket;
}

function seconds(name: string, value = ''): number {
  const [, amount, unit = 's'] = /^(\d+)(ms|s|m)?$/.exec(value) ?? [];
  if (amount === undefined) throw new Error(`${name}: not a duration: ${JSON.stringify(value)}`);
  return Number(amount) * ({ ms: 0.001, s: 1, m: 60 }[unit] ?? 1);
}
