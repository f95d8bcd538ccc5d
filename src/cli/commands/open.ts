import type { ClusterNode } from '../../cluster/node.ts';
import { type PublishedPort, publishedPorts } from '../../cluster/published.ts';
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
  await withCluster(context, { name: 'open', changes: false }, async (cluster) => {
    const manager = await reachManager(cluster);
    await openPorts(context, await publishedPorts(manager.engine, service), {
      manager,
      reach: (name) => reach(requireNode(cluster.nodes, name), cluster),
      ...(flags.browser ? { browse: openBrowser } : {}),
    });
  });
}

/** Ways to the ports. `reach` connects to a node; it is asked once for each. No browser is opened without `browse`. */
export interface Ways {
  manager: ClusterNode;
  reach(name: string): Promise<ClusterNode>;
  browse?: typeof openBrowser;
}

export async function openPorts(
  context: CommandContext,
  ports: readonly PublishedPort[],
  { manager, reach, browse }: Ways,
): Promise<void> {
  const { io } = context;
  const nodes = new Map([[manager.name, manager]]);
  await forwardUntilCtrlC(context, async (keep) => {
    const urls: string[] = [];
    for (const { node: name = manager.name, published, target } of ports) {
      const node = nodes.get(name) ?? (await reach(name));
      nodes.set(name, node);
      const scheme = target === 443 ? 'https' : 'http';
      urls.push(keep(await showForward(context, node, { port: published, scheme })).url);
    }
    const [first] = urls;
    if (first && browse && browserLikely(io, process.platform)) await browse(io, first);
  });
}
