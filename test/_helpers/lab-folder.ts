import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ExecutionContext } from 'ava';
import { sshConfig } from '../../src/cluster/ssh-config.ts';
import { type Workspace, workspaceAt } from '../../src/cluster/workspace.ts';
import { temporaryFolder } from './folder.ts';

const plan = `version: 1
cluster: lab
provider: docker
nodes:
  - { name: core-01, role: manager, address: 172.17.8.101 }
  - { name: core-02, role: worker, address: 172.17.8.102 }
  - { name: core-03, role: worker, address: 172.17.8.103 }
`;

/** A folder with a swarmlab.yaml of three nodes, and an OpenSSH configuration for those of them that were reached. */
export async function labFolder(
  t: ExecutionContext,
  { reached = [], inside = '' }: { reached?: string[]; inside?: string } = {},
): Promise<Workspace> {
  const workspace = workspaceAt(path.join(await temporaryFolder(t), inside));
  await mkdir(workspace.stateFolder, { recursive: true });
  await writeFile(workspace.configFile, plan);
  const endpoint = { host: '127.0.0.1', port: 2201, user: 'root', keyFile: workspace.keyFile };
  if (reached.length > 0) {
    const text = sshConfig(workspace, new Map(reached.map((name) => [name, endpoint])));
    await writeFile(workspace.sshConfigFile, text);
  }
  return workspace;
}
