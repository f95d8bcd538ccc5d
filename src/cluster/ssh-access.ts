import { t } from 'ttag';
import { loadTopology } from '../config/load.ts';
import type { NodePlan, Topology } from '../config/schema.ts';
import { SwarmlabError } from '../errors/index.ts';
import { readIfThere } from '../files/read-if-there.ts';
import { requireNode } from './require-node.ts';
import type { Workspace } from './workspace.ts';

/** The node of this name, once the user's own `ssh -F` reaches it; E_UNKNOWN_NODE, E_NO_MACHINES. Dials nothing. */
export async function requireSshNode(workspace: Workspace, name: string): Promise<NodePlan> {
  const { topology } = await loadTopology(workspace.configFile);
  const node = requireNode(topology.nodes, name);
  if (!(await reached(workspace, topology)).has(name)) throw noMachine(t`${name} has no machine yet`);
  return node;
}

/** The first manager of the plan that the user's own `ssh -F` reaches; E_NO_MACHINES. Dials nothing. */
export async function sshManager(workspace: Workspace): Promise<NodePlan> {
  const { topology } = await loadTopology(workspace.configFile);
  const hosts = await reached(workspace, topology);
  const manager = topology.nodes.find((node) => node.role === 'manager' && hosts.has(node.name));
  if (!manager) throw noMachine(t`no manager of ${topology.cluster} has a machine yet`);
  return manager;
}

/** Names in the OpenSSH configuration: nodes that an `up` has reached. */
async function reached(workspace: Workspace, { cluster }: Topology): Promise<ReadonlySet<string>> {
  const text = await readIfThere(workspace.sshConfigFile);
  if (text === undefined) throw noMachine(t`${cluster} has no machines yet`);
  return new Set([...text.matchAll(/^Host (\S+)$/gm)].map(([, host = '']) => host));
}

function noMachine(message: string): SwarmlabError {
  return new SwarmlabError('E_NO_MACHINES', message, { fix: t`Run \`swarmlab up\`: it makes the machines.` });
}
