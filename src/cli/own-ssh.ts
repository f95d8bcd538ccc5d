import { t } from 'ttag';
import type { Workspace } from '../cluster/workspace.ts';
import { type RunInherited, runInherited } from '../transport/inherited.ts';
import type { CommandContext } from './context.ts';

/** Runs the user's own OpenSSH on this terminal, with the cluster's nodes known by name. Resolves with its exit code. */
export function ownSsh(
  { io, signal }: CommandContext,
  { sshConfigFile }: Workspace,
  words: readonly string[],
  run: RunInherited = runInherited,
): Promise<number> {
  const install = t`Install OpenSSH's client (Debian, Ubuntu: sudo apt install openssh-client) and see that it is in PATH.`;
  return run(['ssh', '-F', sshConfigFile, ...words], { env: io.env, signal, install });
}
