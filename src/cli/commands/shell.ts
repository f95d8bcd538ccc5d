import path from 'node:path';
import { t } from 'ttag';
import { engineFacts } from '../../cluster/facts.ts';
import { reach } from '../../cluster/reach.ts';
import { requireSshNode, sshManager } from '../../cluster/ssh-access.ts';
import { within } from '../../cluster/within.ts';
import { workspaceAt } from '../../cluster/workspace.ts';
import type { RunInherited } from '../../transport/inherited.ts';
import type { CommandContext } from '../context.ts';
import { note } from '../io.ts';
import { withCluster } from '../with-cluster.ts';
import { ssh } from './ssh.ts';

/** Milliseconds for a manager to answer that it has a say. */
const patience = 3_000;

/**
 * A learner's shell on a node; without a name, on the first manager that has a say, and where none has, on the first of the plan.
 * `find`: how the one with a say is found.
 */
export async function shell(
  context: CommandContext,
  name: string | undefined,
  run?: RunInherited,
  find: (context: CommandContext) => Promise<string | undefined> = managerWithSay,
): Promise<void> {
  const workspace = workspaceAt(path.resolve(context.io.cwd(), context.folder));
  const node =
    name === undefined
      ? ((await find(context)) ?? (await sshManager(workspace)).name)
      : (await requireSshNode(workspace, name)).name;
  note(
    context.io,
    t`This is ${node}; \`exit\` leaves it. In another terminal here: \`swarmlab lab text\`, \`swarmlab lab watch\`.`,
  );
  await ssh(context, node, [], run);
}

/** The first manager that has a say, those of the plan first, all being asked at once: others were promoted, perhaps, and that one is off. */
function managerWithSay(context: CommandContext): Promise<string | undefined> {
  return withCluster(context, { name: 'shell', changes: false }, async (cluster) => {
    const managers = cluster.nodes.toSorted((a, b) => Number(b.isManager) - Number(a.isManager));
    const answers = managers.map(async (node) => {
      try {
        const { engine } = await reach(node, cluster, patience);
        return (await within(2 * patience, engineFacts(engine))).control;
      } catch (error) {
        cluster.signal.throwIfAborted();
        cluster.journal.write(node.name, `shell: ${error}`);
        return false;
      }
    });
    const withSay = await Promise.all(answers);
    return managers[withSay.indexOf(true)]?.name;
  });
}
