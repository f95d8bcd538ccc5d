import path from 'node:path';
import { t } from 'ttag';
import { writeFileAtomic } from '../config/atomic-write.ts';
import { SwarmlabError } from '../errors/index.ts';
import { quote } from '../transport/quote.ts';
import type { Workspace } from './workspace.ts';

/** OpenSSH's programs that take `-F`. What calls `ssh` by name (docker, rsync, git) gets the wrapper too. */
const wrapped = ['ssh', 'scp', 'sftp'];

/** The folder to put first in PATH. */
export function wrapperFolder({ stateFolder }: Pick<Workspace, 'stateFolder'>): string {
  return path.join(stateFolder, 'bin');
}

/**
 * Writes the programs that make `ssh core-01` work in a shell whose PATH begins with their folder, which is returned. Safe to
 * repeat. E_FILE when the folder cannot stand in PATH.
 */
export async function writeSshWrappers(
  workspace: Pick<Workspace, 'stateFolder' | 'sshConfigFile'>,
): Promise<string> {
  const folder = wrapperFolder(workspace);
  if (folder.includes(':')) {
    throw new SwarmlabError('E_FILE', t`${folder} has a colon in its name, and so cannot be in PATH`, {
      fix: t`Move the cluster to a folder without one.`,
    });
  }
  for (const name of wrapped)
    await writeFileAtomic(path.join(folder, name), wrapper(workspace.sshConfigFile), 0o755);
  return folder;
}

/**
 * Runs the next program of its name in PATH, with the cluster's configuration. Wrappers of other clusters are passed over: two
 * that called each other would never end. An `-F` of the user's comes later and wins.
 */
function wrapper(sshConfigFile: string): string {
  return `#!/bin/sh
# Written by swarmlab: the program of this name, with the cluster's nodes known by theirs.
config=${quote(sshConfigFile)}
name=\${0##*/}
if [ -r "$config" ]; then set -- -F "$config" "$@"; fi
set -f
IFS=:
for folder in $PATH; do
  case $folder in */.swarmlab/bin) continue ;; esac
  if [ -f "$folder/$name" ] && [ -x "$folder/$name" ]; then
    unset IFS
    exec "$folder/$name" "$@"
  fi
done
echo "swarmlab: $name is not installed" >&2
exit 127
`;
}
