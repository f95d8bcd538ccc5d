import pRetry from 'p-retry';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import type { Cluster } from './cluster.ts';
import { engineFacts } from './facts.ts';
import { leaveAndRestart } from './leave-and-restart.ts';
import type { ClusterNode } from './node.ts';
import { type SwarmNode, setRole, swarmNodes } from './swarm.ts';

/**
 * Makes workers of all managers but the plan's, with their services where they are. One after the other, so that there is a quorum at each
 * step. A node that holds on to a swarm of its own leaves it; `up` has it join. `manager`: one with a say.
 */
export async function demoteOthers(
  cluster: Pick<Cluster, 'nodes' | 'provider' | 'topology'>,
  manager: ClusterNode,
  report: (line: string) => void,
): Promise<void> {
  await takeVotesOfTheLost(manager, report);
  for (const node of cluster.nodes.filter((it) => !it.isManager)) {
    const { control, nodeId } = await engineFacts(node.engine);
    if (!control) continue;
    const self = (await swarmNodes(manager.engine)).find(({ ID }) => ID === nodeId);
    if (self?.Spec.Role === 'manager' && self.ManagerStatus?.Reachability === 'reachable') {
      report(t`${node.name} is made a worker again`);
      await demote(manager, self);
    } else if (cluster.provider.ownsMachines) {
      report(t`${node.name} leaves the swarm that it holds on to, and joins again`);
      await leaveAndRestart(node, cluster);
    }
  }
}

/** Whoever left by force has a vote that counts and is never given. With it, Docker refuses to take that of one who is there. */
async function takeVotesOfTheLost(manager: ClusterNode, report: (line: string) => void): Promise<void> {
  const lost = (await swarmNodes(manager.engine)).filter(
    ({ Spec, ManagerStatus }) => Spec.Role === 'manager' && ManagerStatus?.Reachability === 'unreachable',
  );
  for (const member of lost) {
    report(t`${member.Description.Hostname} cannot be reached as a manager: its vote is taken`);
    await demote(manager, member);
  }
}

/** Until its vote is out of the count, Docker may refuse to take the next one. */
async function demote({ name, engine }: ClusterNode, member: SwarmNode): Promise<void> {
  await setRole(engine, member, 'worker');
  const look = async () => {
    const now = (await swarmNodes(engine)).find(({ ID }) => ID === member.ID);
    if (now?.ManagerStatus) throw new Error(t`it has its vote still`);
  };
  await pRetry(look, { retries: 150, minTimeout: 100, maxTimeout: 200 }).catch((cause: Error) => {
    throw new SwarmlabError(
      'E_SWARM',
      t`${member.Description.Hostname} was made a worker, and is none yet: ${cause.message}`,
      { fix: t`Look at the log of the manager's engine: \`swarmlab logs ${name}\`.`, node: name, cause },
    );
  });
}
