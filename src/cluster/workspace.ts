import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/** Where a cluster's files are: the folder of swarmlab.yaml and what swarmlab keeps beside it. */
export interface Workspace {
  /** The folder of swarmlab.yaml, absolute. */
  folder: string;
  configFile: string;
  /** `.swarmlab`: made by the tool, removed by `down`. */
  stateFolder: string;
  keyFile: string;
  knownHostsFile: string;
  sshConfigFile: string;
  stateFile: string;
  snapshotsFile: string;
  lockFile: string;
  logFolder: string;
}

/** The workspace whose swarmlab.yaml is in `folder`. Touches nothing. */
export function workspaceAt(folder: string): Workspace {
  const root = path.resolve(folder);
  const state = (...parts: string[]) => path.join(root, '.swarmlab', ...parts);
  return {
    folder: root,
    configFile: path.join(root, 'swarmlab.yaml'),
    stateFolder: state(),
    keyFile: state('id_ed25519'),
    knownHostsFile: state('known_hosts'),
    sshConfigFile: state('ssh_config'),
    stateFile: state('state.json'),
    snapshotsFile: state('snapshots.json'),
    lockFile: state('lock'),
    logFolder: state('logs'),
  };
}

/** Makes the state folder, readable by its owner alone. */
export async function prepareWorkspace(workspace: Workspace): Promise<void> {
  await mkdir(workspace.stateFolder, { recursive: true, mode: 0o700 });
  await mkdir(workspace.logFolder, { recursive: true });
}
