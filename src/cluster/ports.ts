import { SwarmlabError } from '../errors/index.ts';
import type { ClusterNode } from './node.ts';

/** Makes sure that `from` can open a TCP connection to a port of `to` on the lab network; E_DATA_PLANE names all three. */
export async function requireOpenPort(from: ClusterNode, to: ClusterNode, port: number): Promise<void> {
  try {
    (await from.remote.dial(to.plan.address, port)).destroy();
  } catch (cause) {
    throw closedPort(`tcp/${port}`, from.name, to.name, cause);
  }
}

/** The error for traffic that does not get from one node to another. */
export function closedPort(port: string, from: string, to: string, cause?: unknown): SwarmlabError {
  return new SwarmlabError('E_DATA_PLANE', `${port} is closed between ${from} and ${to}`, {
    fix: `Open tcp/2377, tcp+udp/7946 and udp/4789 between the nodes (look at the firewall on ${to} first), then \`swarmlab up\` again.`,
    node: to,
    cause,
  });
}
