import pRetry from 'p-retry';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { engineFacts } from './facts.ts';
import type { ClusterNode } from './node.ts';
import type { NodePhase } from './phase.ts';
import { type SwarmNode, swarmNodes } from './swarm.ts';

/** Milliseconds that a node has to be Ready again in: managers that lost their quorum elect a leader first. */
const patience = 90_000;

/**
 * A machine that was off is a member again when any manager says so. `everybody`: all nodes; those that are connected are asked.
 * `impatience`: milliseconds where none of them is known to be a manager.
 */
export function readyAgain(everybody: readonly ClusterNode[], impatience = 10_000): NodePhase {
  return {
    id: 'ready-again',
    title: t`Wait until it is Ready`,
    scope: 'node',
    async run(node, { signal }) {
      if (!node.facts.member) return t`is in no swarm`;
      const look = async () => {
        // An engine that has just started knows its id a moment later.
        const { nodeId } = await engineFacts(node.engine);
        const self = (await seenByAny(everybody)).find((member) => member.ID === nodeId);
        if (self?.Status.State === 'ready') return self;
        const state = self ? self.Status.State : t`not in the list of nodes`;
        throw new Error(t`it is ${state}`);
      };
      const maxRetryTime = everybody.some(mayHaveSay) ? patience : impatience;
      const retries = Number.POSITIVE_INFINITY;
      const timing = { retries, minTimeout: 200, maxTimeout: 400, maxRetryTime, signal };
      const self = await pRetry(look, timing).catch((cause: Error) => {
        signal.throwIfAborted();
        throw notReady(node, cause);
      });
      return t`is Ready, a ${self.Spec.Role}`;
    },
  };
}

function mayHaveSay(node: ClusterNode): boolean {
  return node.isConnected && (node.isManager || (node.hasFacts && node.facts.engine?.control === true));
}

/** The node list as the first manager that answers has it; a worker refuses, and so does a manager without a quorum. */
async function seenByAny(everybody: readonly ClusterNode[]): Promise<SwarmNode[]> {
  const asked = everybody.filter((node) => node.isConnected).map((node) => swarmNodes(node.engine));
  return Promise.any(asked).catch(({ errors }: AggregateError) => {
    throw errors.find((error: Error) => !isWorkers(error)) ?? new Error(t`no manager of its swarm runs`);
  });
}

/** Docker’s answer of a node that is no manager, in a swarm or in none. */
function isWorkers({ message }: Error): boolean {
  return message.includes('is not a swarm manager');
}

function notReady({ name }: ClusterNode, cause: Error): SwarmlabError {
  return new SwarmlabError(
    'E_SWARM',
    t`${name} runs again, and is not Ready in its swarm: ${cause.message}`,
    {
      fix: t`Look at \`swarmlab status\`: more than half of the managers must run. \`swarmlab start\` starts all machines.`,
      node: name,
      cause,
    },
  );
}
