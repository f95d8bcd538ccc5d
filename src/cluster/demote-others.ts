import { t } from 'ttag';
import { askUntil } from './ask-until.ts';
import type { Cluster } from './cluster.ts';
import { engineFacts } from './facts.ts';
import { leaveAndRestart } from './leave-and-restart.ts';
import type { ClusterNode } from './node.ts';
import { type SwarmNode, swarmNodes } from './swarm.ts';
import { demote, settledMember, takeVote } from './take-vote.ts';

/**
 * Makes workers of all managers but the plan's, with their services where they are. One after the other, so that there is a quorum at each
 * step. A node that holds on to a swarm of its own leaves it; `up` has it join. `manager`: one with a say.
 */
export async function demoteOthers(
  cluster: Pick<Cluster, 'nodes' | 'provider' | 'topology' | 'now' | 'signal'>,
  manager: ClusterNode,
  report: (line: string) => void,
): Promise<void> {
  await takeVotesOfTheLost(manager, cluster, report);
  const others = cluster.nodes.filter((it) => !it.isManager);
  const entries = await Promise.all(
    others.map(async ({ engine }) => settledMember(manager, (await engineFacts(engine)).nodeId, cluster)),
  );
  for (const [at, node] of others.entries()) {
    const self = entries[at];
    if (self?.ManagerStatus) {
      report(t`${node.name} is made a worker again`);
      await demote(manager, self, cluster.signal);
    } else if (cluster.provider.ownsMachines) {
      if (self?.Spec.Role === 'manager') {
        report(t`${node.name} is to be a manager and has no vote: it joins again`);
        await takeVote(manager, self, cluster);
      }
      if (!(await holdsOn(node, self, cluster))) continue;
      report(t`${node.name} leaves the swarm that it holds on to, and joins again`);
      await leaveAndRestart(node, cluster);
    }
  }
}

/** Milliseconds in which an engine hears that it is a worker now. */
const hearing = 5_000;

/** Whether the node takes itself for a manager, though the swarm has no vote of it. `member`: the swarm's entry of it. */
async function holdsOn(
  { engine }: ClusterNode,
  member: SwarmNode | undefined,
  waits: Pick<Cluster, 'now' | 'signal'>,
): Promise<boolean> {
  const look = async () => (await engineFacts(engine)).control;
  return askUntil(look, (control) => !control, member?.Spec.Role === 'worker' ? hearing : 0, waits);
}

/** Whoever left by force has a vote that counts and is never given. With it, Docker refuses to take that of one who is there. */
async function takeVotesOfTheLost(
  manager: ClusterNode,
  { signal }: Pick<Cluster, 'signal'>,
  report: (line: string) => void,
): Promise<void> {
  const lost = (await swarmNodes(manager.engine)).filter(
    ({ Spec, ManagerStatus }) => Spec.Role === 'manager' && ManagerStatus?.Reachability === 'unreachable',
  );
  for (const member of lost) {
    report(t`${member.Description.Hostname} cannot be reached as a manager: its vote is taken`);
    await demote(manager, member, signal);
  }
}
