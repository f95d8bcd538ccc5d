import ipaddr from 'ipaddr.js';
import type { Topology } from '../config/schema.ts';

const logging = { 'log-driver': 'json-file', 'log-opts': { 'max-size': '10m', 'max-file': '3' } };

type Json = Record<string, unknown>;

/**
 * The content of /etc/docker/daemon.json: our addresses, the log limits, no live-restore (a swarm cannot have it), and
 * whatever else stood there. An engine that listens on TCP would give anybody root, so such hosts are dropped.
 */
export function daemonConfig(
  network: Pick<Topology['network'], 'bip' | 'addressPool'>,
  existing: Json = {},
): Json {
  const { 'default-address-pool': _legacy, hosts, ...rest } = existing;
  const [, prefix] = ipaddr.parseCIDR(network.addressPool);
  const local = Array.isArray(hosts) ? hosts.filter((host) => !/^tcp:/i.test(String(host))) : [];
  return {
    ...(rest['log-driver'] ? {} : logging),
    ...rest,
    ...(local.length > 0 ? { hosts: local } : {}),
    bip: network.bip,
    'default-address-pools': [{ base: network.addressPool, size: Math.max(24, prefix) }],
    'live-restore': false,
  };
}

/** The file's text. Keys are sorted, so that the same settings are the same bytes. */
export function daemonJson(config: Json): string {
  const sorted = Object.fromEntries(Object.entries(config).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify(sorted, null, 2)}\n`;
}
