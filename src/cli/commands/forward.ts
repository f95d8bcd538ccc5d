import { reach, reachManager } from '../../cluster/reach.ts';
import { requireNode } from '../../cluster/require-node.ts';
import type { CommandContext } from '../context.ts';
import { forwardUntilCtrlC, showForward } from '../forwarding.ts';
import { portNumber, portTarget } from '../port-target.ts';
import { withCluster } from '../with-cluster.ts';

/** A node's port on this computer's loopback, through SSH, until Ctrl-C. */
export async function forward(
  context: CommandContext,
  target: string,
  flags: { local?: string },
): Promise<void> {
  const { node: name, port } = portTarget(target);
  const local = flags.local === undefined ? {} : { local: portNumber('--local', flags.local) };
  await withCluster(context, { name: 'forward', changes: false }, async (cluster) => {
    const node = await (name === undefined
      ? reachManager(cluster)
      : reach(requireNode(cluster.nodes, name), cluster));
    await forwardUntilCtrlC(context, async (keep) => {
      keep(await showForward(context, node, { port, ...local }));
    });
  });
}
