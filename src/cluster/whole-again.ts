import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { activateNodes } from './activate-nodes.ts';
import { askUntil } from './ask-until.ts';
import type { Cluster } from './cluster.ts';
import { demoteOthers } from './demote-others.ts';
import { type EngineFacts, engineFacts } from './facts.ts';
import { leaveAndRestart } from './leave-and-restart.ts';
import type { ClusterNode } from './node.ts';
import type { PhaseListener } from './phase.ts';
import { forceNewCluster, joinSwarm, joinTokens, setRole, swarmNodes } from './swarm.ts';
import { settledMember, takeVote } from './take-vote.ts';
import { up } from './up.ts';

export interface WholeAgainOptions {
  /** Hears of the phases of `up`. */
  listener?: PhaseListener;
  /** Gets a line for what is done beside them. */
  report?: (line: string) => void;
  /** Milliseconds that managers get to elect a leader; default 30 s. */
  election?: number;
}

/**
 * Makes the cluster what its plan says after somebody has made other managers, stopped them, lost the quorum or gone on without it: every
 * machine runs, the plan's managers hold the swarm that has the services, the others are workers in it, all take tasks. Where no
 * manager has a quorum any more, one goes on alone. Throws what `up` throws.
 */
export async function wholeAgain(
  cluster: Cluster,
  { listener = () => {}, report = () => {}, election = 30_000 }: WholeAgainOptions = {},
): Promise<void> {
  await up(cluster, { until: 'start-engine' }, listener);
  const looked = await lookAtAll(cluster);
  const holder = (await holderOf(cluster, election)) ?? (await goOnAlone(cluster, looked, report));
  if (holder) {
    const manager = await planned(cluster, holder, report);
    await demoteOthers(cluster, manager, report);
    await activateNodes(cluster, manager, report);
  }
  await up(cluster, {}, listener);
}

interface Looked {
  node: ClusterNode;
  engine: EngineFacts;
}

function lookAtAll({ nodes }: Cluster): Promise<Looked[]> {
  return Promise.all(nodes.map(async (node) => ({ node, engine: await engineFacts(node.engine) })));
}

/** The nodes that take themselves for managers. */
function managersOf(looked: readonly Looked[]): ClusterNode[] {
  return looked.filter(({ engine }) => engine.control).map(({ node }) => node);
}

/** The first node, those of the plan's managers first, that tells the members of its swarm: a quorum stands behind it. */
async function holderOf(cluster: Cluster, election: number): Promise<ClusterNode | undefined> {
  const look = async () => {
    const managers = managersOf(await lookAtAll(cluster));
    const sure = await Promise.all(managers.map(hasQuorum));
    const holders = managers.filter((_, at) => sure[at]);
    return { managers, found: holders.find((node) => node.isManager) ?? holders[0] };
  };
  const isSettled = ({ managers, found }: Awaited<ReturnType<typeof look>>) =>
    found !== undefined || managers.length === 0;
  return (await askUntil(look, isSettled, election, cluster)).found;
}

async function hasQuorum({ engine }: ClusterNode): Promise<boolean> {
  try {
    // A manager without a leader answers after some 20 s, with an error.
    return (await swarmNodes(engine)).length > 0;
  } catch (error) {
    if (error instanceof SwarmlabError && error.code === 'E_ENGINE_API') return false;
    throw error;
  }
}

/** A manager that lost the others still has the services; it becomes the only one. */
async function goOnAlone(
  { topology }: Cluster,
  looked: readonly Looked[],
  report: (line: string) => void,
): Promise<ClusterNode | undefined> {
  const managers = managersOf(looked);
  const node = managers.find((it) => it.isManager) ?? managers[0];
  if (!node) return undefined;
  report(t`no manager has a quorum: ${node.name} goes on as the only one`);
  await forceNewCluster(node.engine, node.plan.address, topology.network.overlayPool);
  return node;
}

/** The plan's manager in the holder's swarm, with a say there; the holder itself where that is one. */
async function planned(
  cluster: Cluster,
  holder: ClusterNode,
  report: (line: string) => void,
): Promise<ClusterNode> {
  const node = cluster.nodes.find((it) => it.isManager);
  if (holder.isManager || !node) return holder;
  const { nodeId, swarm } = await engineFacts(node.engine);
  const self = await settledMember(holder, nodeId, cluster);
  if (self?.Spec.Role === 'worker' && self.Status.State === 'ready' && swarm === 'active') {
    report(t`${node.name} is made a manager again`);
    await setRole(holder.engine, self, 'manager');
  } else {
    report(t`${node.name} joins the swarm of ${holder.name} as a manager`);
    if (self) await takeVote(holder, self, cluster);
    if (swarm !== 'inactive') await leaveAndRestart(node, cluster);
    const { Manager } = await joinTokens(holder.engine);
    await joinSwarm(node.engine, {
      address: node.plan.address,
      manager: holder.plan.address,
      token: Manager,
      signal: cluster.signal,
    });
  }
  if ((await holderOf({ ...cluster, nodes: [node] }, 30_000)) === node) return node;
  throw new SwarmlabError('E_SWARM', t`${node.name} was made a manager, and has no say in its swarm`, {
    fix: t`Look at its engine's log: \`swarmlab logs ${node.name}\`.`,
    node: node.name,
  });
}
