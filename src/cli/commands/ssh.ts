import path from 'node:path';
import { t } from 'ttag';
import { requireSshNode } from '../../cluster/ssh-access.ts';
import { workspaceAt } from '../../cluster/workspace.ts';
import type { RunInherited } from '../../transport/inherited.ts';
import type { CommandContext } from '../context.ts';
import { note } from '../io.ts';
import { ownSsh } from '../own-ssh.ts';

/** What OpenSSH exits with when it has failed itself; a remote command may end so too, hence the `if` in what is said. */
const unreachable = 255;

/**
 * A shell on a node, or a command there, through the user's own OpenSSH. Words pass through as they are, so options for ssh
 * itself may stand behind the name too: `swarmlab ssh core-01 -t top`.
 */
export async function ssh(
  context: CommandContext,
  name: string,
  words: readonly string[],
  run?: RunInherited,
): Promise<void> {
  const workspace = workspaceAt(path.resolve(context.io.cwd(), context.folder));
  await requireSshNode(workspace, name);
  const code = await ownSsh(context, workspace, [name, ...words], run);
  if (code === unreachable && !context.signal.aborted) {
    note(
      context.io,
      t`If ${name} cannot be reached: \`swarmlab status\` says why, \`swarmlab up\` brings it back.`,
    );
  }
  context.exitWith(context.signal.aborted ? 130 : code);
}
