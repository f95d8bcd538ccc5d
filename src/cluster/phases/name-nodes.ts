import { t } from 'ttag';
import { mustRun } from '../../transport/must-run.ts';
import type { Cluster } from '../cluster.ts';
import { hostsFile, labHosts, replaceScript } from '../hosts-file.ts';
import type { ClusterNode } from '../node.ts';
import type { NodePhase } from '../phase.ts';

/** Every node knows the others by name, and the hosts that the labs' services have. */
export const nameNodes: NodePhase = {
  id: 'name-nodes',
  get title() {
    return t`Name the nodes`;
  },
  scope: 'node',
  async run(node, cluster) {
    const wanted = await wantedFile(node, cluster);
    if (wanted === node.facts.hosts) return t`they know each other by name`;
    await mustRun(
      node.remote,
      {
        argv: ['sh', '-c', replaceScript, 'name-nodes', '/etc/hosts'],
        root: true,
        input: wanted,
        timeout: 30_000,
      },
      {
        code: 'E_NODE_COMMAND',
        what: t`could not write /etc/hosts`,
        fix: t`Look at the machine with \`swarmlab ssh ${node.name}\`, then run the same command again.`,
        node: node.name,
      },
    );
    node.gathered({ ...node.facts, hosts: wanted });
    return t`/etc/hosts written`;
  },
  async dryRun(node, cluster) {
    const same = (await wantedFile(node, cluster)) === node.facts.hosts;
    return same ? t`nothing: they know each other by name` : t`would write their names into /etc/hosts`;
  },
};

/** On machines that are not ours the other lines of the file are not ours either. */
async function wantedFile({ facts }: ClusterNode, { topology, provider }: Cluster): Promise<string> {
  const names = { nodes: topology.nodes, hosts: await labHosts() };
  return hostsFile(facts.hosts, names, { alone: provider.ownsMachines });
}
