import pRetry from 'p-retry';
import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import type { Cluster } from '../cluster.ts';
import { engineFacts } from '../facts.ts';
import { leaveAndRestart } from '../leave-and-restart.ts';
import type { ClusterNode } from '../node.ts';
import type { NodePhase } from '../phase.ts';
import { requireOpenPort } from '../ports.ts';
import { initSwarm, isInRaft, joinSwarm, joinTokens, type SwarmNode, setRole, swarmNodes } from '../swarm.ts';
import { demote, settledMember, takeVote } from '../take-vote.ts';
import { removeTwins } from '../twins.ts';

/**
 * One manager opens the swarm (or has it open already); the others join it the moment both ends are up. Every address is
 * explicit: machines have two NICs, and the first one's address is the same on every VM under VirtualBox.
 */
export const formSwarm: NodePhase = {
  id: 'form-swarm',
  get title() {
    return t`Form the swarm`;
  },
  scope: 'node',
  async run(node, cluster) {
    await lookAtEngine(node);
    cluster.formation.arrived(node);
    const isOpener = node.isManager && (await cluster.formation.opener()) === node;
    const done = isOpener ? await open(node, cluster) : await join(node, cluster);
    await removeTwins(node, cluster, await waitUntilReady(node, cluster));
    return done;
  },
  async dryRun({ plan, facts: { engine } }) {
    if (engine?.swarm === 'active') return t`nothing unless its swarm is not the other nodes' one`;
    return t`would enter the swarm as ${plan.role}`;
  },
};

async function lookAtEngine(node: ClusterNode): Promise<void> {
  node.gathered({ ...node.facts, engine: await engineFacts(node.engine) });
}

async function open(node: ClusterNode, cluster: Cluster): Promise<string> {
  const engine = node.facts.engine;
  refuseWrongAddress(node);
  let done = t`leads it already`;
  if (!engine?.control) {
    refuseToLoseASwarm(node);
    await initSwarm(node.engine, node.plan.address, cluster.topology.network.overlayPool);
    await lookAtEngine(node);
    done = t`opened at ${node.plan.address}:2377`;
  }
  cluster.formation.opened({ manager: node, tokens: await joinTokens(node.engine) });
  return done;
}

async function join(node: ClusterNode, cluster: Cluster): Promise<string> {
  const { manager, tokens } = await cluster.formation.open();
  const { nodeId, swarm } = node.facts.engine ?? { nodeId: '', swarm: 'inactive' };
  const self = await settledMember(manager, nodeId, cluster);
  if (self && swarm === 'active' && (self.Spec.Role === 'worker' || isInRaft(self))) {
    refuseWrongAddress(node);
    if (self.Spec.Role === node.plan.role) return t`is a ${node.plan.role} already`;
    if (node.isManager) await setRole(manager.engine, self, 'manager');
    else await demote(manager, self, cluster.signal);
    return t`made a ${node.plan.role}`;
  }
  if (swarm !== 'inactive') {
    refuseForeignSwarm(node, cluster);
    if (self) await takeVote(manager, self, cluster);
    await leaveAndRestart(node, cluster);
  }
  const token = node.isManager ? tokens.Manager : tokens.Worker;
  await requireOpenPort(node, manager, 2377);
  await joinSwarm(node.engine, {
    address: node.plan.address,
    manager: manager.plan.address,
    token,
    signal: cluster.signal,
  });
  await lookAtEngine(node);
  return t`joined as ${node.plan.role}`;
}

/** A machine that we made may be in a swarm whose managers were made anew since; one that is not ours is left alone. */
function refuseForeignSwarm(node: ClusterNode, { provider }: Cluster): void {
  if (provider.ownsMachines) return;
  throw new SwarmlabError('E_SWARM', t`${node.name} is a member of another swarm`, {
    fix: t`If that swarm is no longer needed, run \`docker swarm leave --force\` on ${node.name}, then \`swarmlab up\` again.`,
    node: node.name,
  });
}

/** A manager without a quorum still holds the services: initialising it again would lose them. */
function refuseToLoseASwarm(node: ClusterNode): void {
  if (!node.facts.engine || node.facts.engine.swarm === 'inactive') return;
  throw new SwarmlabError(
    'E_SWARM',
    t`${node.name} is in a swarm that it has no say in (no quorum, or it is a worker there)`,
    {
      fix: t`If another node leads it, \`docker node promote ${node.name}\` there. Else start the other managers; or, on ${node.name}, \`docker swarm init --force-new-cluster\` keeps its services and \`docker swarm leave --force\` gives them up. Then \`swarmlab up\` again.`,
      node: node.name,
    },
  );
}

/** On machines with two NICs a bare `docker swarm join` may advertise the wrong one; overlays then go nowhere. */
function refuseWrongAddress(node: ClusterNode): void {
  const address = node.facts.engine?.nodeAddress;
  if (!address || address === node.plan.address) return;
  throw new SwarmlabError('E_SWARM', t`${node.name} advertises ${address} instead of ${node.plan.address}`, {
    fix: t`On ${node.name} run \`docker swarm leave\` (add --force on a manager), then \`swarmlab up\` joins it with the right address.`,
    node: node.name,
  });
}

/**
 * Milliseconds that a node gets to be Ready: its agent gives a manager 5 s to take it in, and waits up to 8 s before it asks again. Slow
 * machines that all start need more than one try. Source: swarmkit, agent/session.go, agent/agent.go
 */
const patience = 90_000;

/** Polls the open swarm until this node is Ready in it; returns the members as they are then. */
async function waitUntilReady(node: ClusterNode, cluster: Cluster): Promise<SwarmNode[]> {
  const { manager } = await cluster.formation.open();
  const look = async () => {
    const members = await swarmNodes(manager.engine);
    const state = members.find((member) => member.ID === node.facts.engine?.nodeId)?.Status.State;
    if (state === 'ready') return members;
    const seen = state ?? t`not in the list`;
    throw new Error(t`it is ${seen}`);
  };
  const timing = { minTimeout: 100, maxTimeout: 200, maxRetryTime: patience, signal: cluster.signal };
  return pRetry(look, { retries: Number.POSITIVE_INFINITY, ...timing }).catch((cause: Error) => {
    cluster.signal.throwIfAborted();
    throw new SwarmlabError('E_SWARM', t`${node.name} joined but did not become Ready: ${cause.message}`, {
      fix: t`Look at its engine's log: \`swarmlab logs ${node.name}\`.`,
      node: node.name,
      cause,
    });
  });
}
