import { SwarmlabError } from '../errors/index.ts';
import type { ClusterNode } from './node.ts';
import type { LostPayload } from './overlay-probe.ts';

/** Makes sure that `from` can open a TCP connection to a port of `to` on the lab network; E_DATA_PLANE names all three. */
export async function requireOpenPort(from: ClusterNode, to: ClusterNode, port: number): Promise<void> {
  try {
    (await from.remote.dial(to.plan.address, port)).destroy();
  } catch (cause) {
    throw new SwarmlabError('E_DATA_PLANE', `tcp/${port} is closed between ${from.name} and ${to.name}`, {
      fix: openPorts(to.name),
      node: to.name,
      cause,
    });
  }
}

/** The error for an overlay that does not carry everything. */
export function lostPayload({ from, to, symptoms }: LostPayload): SwarmlabError {
  return new SwarmlabError(
    'E_DATA_PLANE',
    `udp/4789 (the overlay) lost a payload between ${from} and ${to}: ${symptoms}`,
    { fix: openPorts(to), node: to, unexplained: true, output: symptoms },
  );
}

function openPorts(node: string): string {
  return `Open tcp/2377, tcp+udp/7946 and udp/4789 between the nodes (look at the firewall on ${node} first), then \`swarmlab up\` again.`;
}
