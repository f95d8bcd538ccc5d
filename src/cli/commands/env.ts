import path from 'node:path';
import { t } from 'ttag';
import { sshManager } from '../../cluster/ssh-access.ts';
import { writeSshWrappers } from '../../cluster/ssh-wrappers.ts';
import { workspaceAt } from '../../cluster/workspace.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { entering, leaving } from '../shell/shell-env.ts';
import { type Shell, shellLines, shellOf } from '../shell/shell-lines.ts';

/** Prints the lines that point a shell's own docker, ssh and scp at the cluster, or back again. */
export async function env(
  { io, folder }: CommandContext,
  flags: { shell?: Shell; unset?: boolean },
): Promise<void> {
  const shell = flags.shell ?? shellOf(io.env);
  const changes = flags.unset ? leaving(io.env) : await cluster();
  for (const line of shellLines(changes, shell)) print(io, line);
  if (io.stdout.isTTY) {
    const how = usage(shell, flags.unset ? ' --unset' : '');
    note(io, t`# To use them: ${how}`);
  }

  async function cluster() {
    const workspace = workspaceAt(path.resolve(io.cwd(), folder));
    const { name: node } = await sshManager(workspace);
    return entering(io.env, { binFolder: await writeSshWrappers(workspace), node });
  }
}

function usage(shell: Shell, option: string): string {
  return shell === 'fish' ? `swarmlab env --shell fish${option} | source` : `eval "$(swarmlab env${option})"`;
}
