import os from 'node:os';
import * as z from 'zod';
import { networkOf } from '../config/ipv4.ts';
import type { Route } from '../config/routes.ts';
import { hasCode } from '../errors/index.ts';
import type { Runner } from '../transport/runner.ts';

type Interfaces = ReturnType<typeof os.networkInterfaces>;

/** What stands in for this computer in tests. */
export interface Host {
  platform: NodeJS.Platform;
  interfaces: () => Interfaces;
}

// iproute2's JSON: a blackhole has no dev, a multipath route has one for each hop.
const entry = z.object({
  dst: z.string(),
  dev: z.string().optional(),
  type: z.string().optional(),
  nexthops: z.array(z.object({ dev: z.string().optional() })).optional(),
});

/**
 * The IPv4 routes of this computer but the default one: by `ip` on Linux; elsewhere, or where that `ip` cannot write
 * JSON, the networks of its interfaces. Changes nothing.
 */
export async function hostRoutes(
  runner: Runner,
  host: Host = { platform: process.platform, interfaces: os.networkInterfaces },
): Promise<Route[]> {
  const listed = host.platform === 'linux' ? await byIp(runner) : undefined;
  return listed ?? ofInterfaces(host.interfaces());
}

async function byIp(runner: Runner): Promise<Route[] | undefined> {
  try {
    const { exitCode, stdout } = await runner.run({ argv: ['ip', '-j', '-4', 'route'], timeout: 10_000 });
    return exitCode === 0 ? parseRoutes(stdout) : undefined;
  } catch (error) {
    if (hasCode(error, 'E_COMMAND_MISSING', 'E_TIMEOUT')) return undefined;
    throw error;
  }
}

/** Routes in the output of `ip -j -4 route`; undefined when it is not that. */
export function parseRoutes(json: string): Route[] | undefined {
  let value: unknown;
  try {
    // iproute2 prints nothing at all where there is no route.
    value = json.trim() === '' ? [] : JSON.parse(json);
  } catch {
    return undefined;
  }
  const entries = z.array(entry).safeParse(value).data;
  return entries?.flatMap(({ dst, dev, type, nexthops }) => {
    const network = networkOf(dst.includes('/') ? dst : `${dst}/32`);
    if (!network || network.prefix === 0) return [];
    const name = dev ?? nexthops?.find((hop) => hop.dev !== undefined)?.dev ?? type ?? 'unknown';
    return [{ cidr: network.cidr, interface: name }];
  });
}

function ofInterfaces(interfaces: Interfaces): Route[] {
  return Object.entries(interfaces).flatMap(([name, addresses]) =>
    (addresses ?? []).flatMap(({ family, cidr, internal }) => {
      const network = family === 'IPv4' && !internal && cidr ? networkOf(cidr) : undefined;
      return network ? [{ cidr: network.cidr, interface: name }] : [];
    }),
  );
}
