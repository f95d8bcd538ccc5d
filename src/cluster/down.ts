import { rm } from 'node:fs/promises';
import type { Cluster } from './cluster.ts';
import { wrapperFolder } from './ssh-wrappers.ts';

/** Removes the machines, then what we keep of them: keys, host keys, state. The lock and the log go last, with the command. */
export async function takeDown({ provider, workspace }: Cluster): Promise<void> {
  await provider.destroy();
  const { keyFile, knownHostsFile, sshConfigFile, stateFile, snapshotsFile } = workspace;
  const files = [sshConfigFile, knownHostsFile, snapshotsFile, stateFile, keyFile, `${keyFile}.pub`];
  for (const file of files) await rm(file, { force: true });
  await rm(wrapperFolder(workspace), { recursive: true, force: true });
}
