import type { Cluster } from '../../cluster/cluster.ts';
import type { ClusterNode } from '../../cluster/node.ts';
import { publishedPorts } from '../../cluster/published.ts';
import { reach, reachManager } from '../../cluster/reach.ts';
import { requireNode } from '../../cluster/require-node.ts';
import { browserLikely, openBrowser } from '../browser.ts';
import type { CommandContext } from '../context.ts';
import { forwardUntilCtrlC, showForward } from '../forwarding.ts';
import { withCluster } from '../with-cluster.ts';

/** A service's published ports on this computer's loopback, and the first of them in the browser, until Ctrl-C. */
export async function open(
  context: CommandContext,
  service: string,
  flags: { browser: boolean },
): Promise<void> {
  await withCluster(context, { name: 'open', changes: false }, (cluster) =>
    openService(context, cluster, service, flags.browser ? openBrowser : undefined),
  );
}

/** The same on an open cluster. `browse`: absent where no browser is wanted. */
export async function openService(
  context: CommandContext,
  cluster: Cluster,
  service: string,
  browse: typeof openBrowser | undefined,
): Promise<void> {
  const { io } = context;
  const manager = await reachManager(cluster);
  const ports = await publishedPorts(manager.engine, service);
  const nodes = await nodesOf(ports, manager, cluster);
  await forwardUntilCtrlC(context, async (keep) => {
    const urls: string[] = [];
    for (const { node = manager.name, published, target } of ports) {
      const scheme = target === 443 ? 'https' : 'http';
      const forward = await showForward(context, nodes.get(node) as ClusterNode, { port: published, scheme });
      urls.push(keep(forward).url);
    }
    const [first] = urls;
    if (first && browse && browserLikely(io, process.platform)) await browse(io, first);
  });
}

/** Each node with a port, connected once. */
async function nodesOf(
  ports: readonly { node?: string }[],
  manager: ClusterNode,
  cluster: Cluster,
): Promise<ReadonlyMap<string, ClusterNode>> {
  const nodes = new Map([[manager.name, manager]]);
  for (const { node: name = manager.name } of ports) {
    if (!nodes.has(name)) nodes.set(name, await reach(requireNode(cluster.nodes, name), cluster));
  }
  return nodes;
}
