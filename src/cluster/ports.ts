import pTimeout from 'p-timeout';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import type { ClusterNode } from './node.ts';
import type { LostPayload } from './overlay-probe.ts';

/** Seconds for a connection: what a firewall drops is not refused, and would be waited for for minutes. */
const patience = 10;

/** Makes sure that `from` can open a TCP connection to a port of `to` on the lab network; E_DATA_PLANE names all three. */
export async function requireOpenPort(from: ClusterNode, to: ClusterNode, port: number): Promise<void> {
  const dialled = from.remote.dial(to.plan.address, port);
  try {
    await pTimeout(dialled, { milliseconds: patience * 1000, message: t`no answer in ${patience} s` });
  } catch (cause) {
    throw new SwarmlabError('E_DATA_PLANE', t`tcp/${port} is closed between ${from.name} and ${to.name}`, {
      fix: await openPorts(to, from),
      node: to.name,
      cause,
    });
  } finally {
    dialled.then((stream) => stream.destroy()).catch(() => {});
  }
}

/** The error for an overlay that does not carry everything. */
export async function lostPayload(
  { from, to, symptoms }: LostPayload,
  nodes: readonly ClusterNode[],
): Promise<SwarmlabError> {
  const between = nodes.filter(({ name }) => name === from || name === to);
  return new SwarmlabError(
    'E_DATA_PLANE',
    t`udp/4789 (the overlay) lost a payload between ${from} and ${to}: ${symptoms}`,
    { fix: await openPorts(...between), node: to, unexplained: true, output: symptoms },
  );
}

async function openPorts(...nodes: readonly ClusterNode[]): Promise<string> {
  const looked = await Promise.all(
    nodes.map(async (node) => ({ node: node.name, lab: await labFirewall(node) })),
  );
  const closed = looked.find(({ lab }) => lab !== undefined);
  if (closed)
    return t`The firewall of lab ${closed.lab} is on ${closed.node}: \`swarmlab lab reset ${closed.lab}\` takes it away, and so does solving it.`;
  const first = nodes[0]?.name;
  return t`Open tcp/2377, tcp+udp/7946 and udp/4789 between the nodes (look at the firewall on ${first} first), then \`swarmlab up\` again.`;
}

/** The number of the lab whose firewall stands on a node: labs name its chain SWARMLAB-08. Undefined where none does, or nobody can tell. */
async function labFirewall({ remote }: ClusterNode): Promise<string | undefined> {
  const asked = remote.run({ argv: ['iptables', '-w', '-S', 'INPUT'], root: true, timeout: 10_000 });
  const { stdout } = await asked.catch(() => ({ stdout: '' }));
  return /-j SWARMLAB-(\d\d)\b/.exec(stdout)?.[1];
}
