import { writeFileAtomic } from '../config/atomic-write.ts';
import { printable } from '../config/show.ts';
import { shellLine } from '../transport/quote.ts';
import type { Endpoint } from '../transport/runner.ts';
import type { Workspace } from './workspace.ts';

/** Writes the OpenSSH configuration for these nodes, for ssh, scp, rsync and `docker -H ssh://NODE`. */
export async function writeSshConfig(
  workspace: Workspace,
  endpoints: ReadonlyMap<string, Endpoint>,
): Promise<void> {
  await writeFileAtomic(workspace.sshConfigFile, sshConfig(workspace, endpoints), 0o600);
}

/**
 * The configuration's text: one `Host` block a node, keys pinned in our own known_hosts. `ssh -F` reads no other file, so
 * every other host gets the user's own configuration and the system's from here; the nodes do not, for a `ProxyJump` or
 * `User` said there for all hosts is not meant for them.
 */
export function sshConfig(
  { folder, knownHostsFile }: Pick<Workspace, 'folder' | 'knownHostsFile'>,
  endpoints: ReadonlyMap<string, Endpoint>,
): string {
  const blocks = [...endpoints].map(([name, endpoint]) =>
    [
      `Host ${name}`,
      `  HostName ${endpoint.host}`,
      `  Port ${endpoint.port}`,
      `  User ${endpoint.user}`,
      `  IdentityFile ${value(endpoint.keyFile)}`,
      '  IdentitiesOnly yes',
      `  HostKeyAlias ${name}`,
      `  UserKnownHostsFile ${value(knownHostsFile)}`,
      '  StrictHostKeyChecking yes',
      '  UpdateHostKeys no',
      ...(endpoint.proxyCommand
        ? [`  ProxyCommand ${shellLine(endpoint.proxyCommand).replaceAll('%', '%%')}`]
        : []),
    ].join('\n'),
  );
  const head = `# Written by swarmlab for the cluster in ${printable(folder)}; changes are lost.`;
  const others = [
    `Match !originalhost ${[...endpoints.keys()].join(',')}`,
    '  Include ~/.ssh/config',
    '  Include /etc/ssh/ssh_config',
  ].join('\n');
  return `${[head, ...blocks, others].join('\n\n')}\n`;
}

/** A value as ssh_config(5) wants it: quoted, with its percent signs and quotes escaped. */
function value(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('%', '%%')}"`;
}
