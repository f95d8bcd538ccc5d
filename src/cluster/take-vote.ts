import pRetry from 'p-retry';
import { t } from 'ttag';
import { hasCode, SwarmlabError } from '../errors/index.ts';
import { askUntil } from './ask-until.ts';
import type { Cluster } from './cluster.ts';
import type { EngineApi } from './engine-api.ts';
import type { ClusterNode } from './node.ts';
import { isVoteless, removeNode, type SwarmNode, setRole, swarmNodes } from './swarm.ts';

/** Milliseconds that a promotion under way gets to come to its end. */
const promotion = 5_000;

/**
 * Waits while the entry has a manager's role and no vote. It is about to get one, for somebody has just promoted it; or it has none any more,
 * after `docker swarm init --force-new-cluster`, and then the entry is returned as it is. Undefined where the swarm does not know the id.
 * `manager`: one with a say.
 */
export async function settledMember(
  manager: Pick<ClusterNode, 'engine'>,
  id: string,
  waits: Pick<Cluster, 'now' | 'signal'>,
): Promise<SwarmNode | undefined> {
  const look = async () => (await swarmNodes(manager.engine)).find(({ ID }) => ID === id);
  return askUntil(look, (self) => !(self && isVoteless(self)), promotion, waits);
}

/**
 * Takes the vote of a member, or its way to one: it is a worker then, or its entry is gone. Comes before a node leaves by force, which takes
 * the vote out of reach and leaves it in the count: of two managers the one that stays has lost its quorum then. `member`: as settled.
 */
export async function takeVote(
  manager: Pick<ClusterNode, 'name' | 'engine'>,
  member: SwarmNode,
  { signal }: Pick<Cluster, 'signal'>,
): Promise<void> {
  const isRemoved = isVoteless(member) && (await removeVoteless(manager.engine, member));
  if (!isRemoved) await demote(manager, member, signal);
}

/** Docker refuses where the member has got its vote since; then it is a voter like any other. */
async function removeVoteless(manager: EngineApi, { ID }: SwarmNode): Promise<boolean> {
  try {
    await removeNode(manager, ID);
    return true;
  } catch (error) {
    if (hasCode(error, 'E_ENGINE_API') && /is a member of the raft cluster/.test(error.message)) return false;
    throw error;
  }
}

/** Until its vote is out of the count, Docker may refuse to take the next one. */
export async function demote(
  { name, engine }: Pick<ClusterNode, 'name' | 'engine'>,
  member: SwarmNode,
  signal: AbortSignal,
): Promise<void> {
  if (member.Spec.Role === 'manager') await setRole(engine, member, 'worker');
  const look = async () => {
    const now = (await swarmNodes(engine)).find(({ ID }) => ID === member.ID);
    if (now?.ManagerStatus) throw new Error(t`it has its vote still`);
  };
  await pRetry(look, { retries: 150, minTimeout: 100, maxTimeout: 200, signal }).catch((cause: Error) => {
    signal.throwIfAborted();
    throw new SwarmlabError(
      'E_SWARM',
      t`${member.Description.Hostname} was made a worker, and is none yet: ${cause.message}`,
      { fix: t`Look at the log of the manager's engine: \`swarmlab logs ${name}\`.`, node: name, cause },
    );
  });
}
