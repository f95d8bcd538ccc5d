import path from 'node:path';
import { t } from 'ttag';
import { requireSshNode } from '../../cluster/ssh-access.ts';
import { workspaceAt } from '../../cluster/workspace.ts';
import { engineLog } from '../../engine/start.ts';
import { SwarmlabError } from '../../errors/index.ts';
import type { RunInherited } from '../../transport/inherited.ts';
import { shellLine } from '../../transport/quote.ts';
import type { CommandContext } from '../context.ts';
import { ownSsh } from '../own-ssh.ts';
import { wholeNumber } from '../whole-number.ts';

interface Flags {
  follow?: boolean;
  tail: string;
}

/** A node's engine log. Followed, it ends with Ctrl-C, and that is its normal end. */
export async function logs(
  context: CommandContext,
  name: string,
  flags: Flags,
  run?: RunInherited,
): Promise<void> {
  const { follow = false } = flags;
  const tail = wholeNumber('--tail', flags.tail, { least: 0, most: 1_000_000, example: '--tail 100' });
  const workspace = workspaceAt(path.resolve(context.io.cwd(), context.folder));
  await requireSshNode(workspace, name);
  const code = await ownSsh(context, workspace, [name, logScript({ follow, tail })], run);
  if (context.signal.aborted) {
    if (follow) return;
    throw context.signal.reason;
  }
  if (code !== 0) throw failed(name, code);
}

/** One line for the node's shell, whoever logs in there and whichever way its engine was started. */
export function logScript({ follow, tail }: { follow: boolean; tail: number }): string {
  const [journal, file] = [true, false].map((systemd) =>
    shellLine(engineLog({ systemd }, { follow, tail }).argv),
  );
  const script = [
    'as_root() { if [ "$(id -u)" = 0 ]; then exec "$@"; else exec sudo -n -- "$@"; fi; }',
    `if [ -d /run/systemd/system ]; then as_root ${journal}; else as_root ${file}; fi`,
  ];
  return shellLine(['sh', '-c', script.join('\n')]);
}

function failed(node: string, code: number): SwarmlabError {
  if (code === 255) {
    return new SwarmlabError(
      'E_SSH_UNREACHABLE',
      t`${node} cannot be reached by SSH, or the connection broke`,
      {
        fix: t`See with \`swarmlab status\` whether it runs.`,
        node,
      },
    );
  }
  return new SwarmlabError(
    'E_NODE_COMMAND',
    t`${node}: the engine's log cannot be read (exit code ${code})`,
    {
      fix: t`Run \`swarmlab up\`; if there is an engine already, look at the machine with \`swarmlab ssh ${node}\`.`,
      node,
    },
  );
}
