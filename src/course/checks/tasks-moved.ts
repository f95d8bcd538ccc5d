import { t } from 'ttag';
import * as z from 'zod';
import { SwarmlabError } from '../../errors/index.ts';
import type { LabCluster, LabNode } from '../lab-cluster.ts';
import { askNodes, type SwarmNode } from '../probes/engine-answers.ts';
import { managerTime } from '../probes/manager-time.ts';
import {
  nodeOf,
  noService,
  observeService,
  runningTasks,
  type ServiceState,
  serviceEvidence,
} from '../probes/service-state.ts';
import { madeAt, type Succession, successions } from '../probes/slot-history.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({ service: z.string().min(1) });

const reasons = [
  'no-service',
  'never-moved',
  'moving',
  'still-away',
  'never-stopped',
  'drained',
  'just-back',
  'moved-back',
] as const;
type Reason = (typeof reasons)[number];

/** For how long a node's engine has run, in seconds; or why that could not be asked. */
type EngineAge = { seconds: number } | { reason: string };

/** What was seen: the service, the nodes, the manager's clock (ms since 1970), and each node's engine. */
export interface MovedSeen {
  state: ServiceState;
  nodes: readonly SwarmNode[];
  now: number;
  engines: ReadonlyMap<string, EngineAge>;
}

/** Seconds that a node has to be back for, so that its tasks had the time to come back as well. */
const backFor = 10;

/**
 * A node was away, its tasks run on other nodes since, and it is back without them. What tells a node that was stopped from one that
 * was drained is its engine: it began after the task that took the place of its own was made. Both are ages, each by one clock.
 */
export const tasksMoved = defineCheck({
  name: 'tasks-moved',
  params,
  reasons,
  async probe(cluster, { service }): Promise<MovedSeen> {
    const [state, nodes, now, engines] = await Promise.all([
      observeService(cluster, service),
      askNodes(cluster),
      managerTime(cluster),
      engineAges(cluster),
    ]);
    return { state, nodes, now, engines };
  },
  judge({ service: name }, seen): Verdict<Reason> {
    const { state, nodes } = seen;
    if (!state.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(name, state.services),
        settled: true,
      };
    const moves = successions(state.tasks).filter(
      ({ old, next }) => old.NodeID && next.NodeID && old.NodeID !== next.NodeID,
    );
    const down = nodes.find((node) => isDown(node, nodes));
    if (down) return judgeAway(name, down, moves);
    const left = [...new Set(moves.map(({ old }) => nodeOf(old, state.nodeNames)))];
    const verdicts = left.map((node) => judgeBack(name, node, moves, seen));
    return (
      verdicts.find(({ outcome }) => outcome === 'pass') ??
      verdicts.find(({ outcome }) => outcome === 'unknown') ??
      verdicts[0] ?? {
        outcome: 'fail',
        reason: 'never-moved',
        message: t`every task of ${name} has stayed on its node; expected some that had to leave one that was stopped`,
        settled: true,
      }
    );
  },
  evidence: ({ state, nodes, engines }) => ({
    ...serviceEvidence(state),
    nodes: nodes.map(({ Description, Status }) => `${Description.Hostname} ${Status.State}`),
    engines: Object.fromEntries(engines),
  }),
});

/** Whether a node is away; an entry that a node has left behind, and which is Down for ever, does not count. */
function isDown({ Description, Status }: SwarmNode, nodes: readonly SwarmNode[]): boolean {
  if (Status.State !== 'down') return false;
  return !nodes.some(
    (other) => other.Description.Hostname === Description.Hostname && other.Status.State === 'ready',
  );
}

/** A node is away just now. */
function judgeAway(name: string, down: SwarmNode, moves: readonly Succession[]): Verdict<Reason> {
  const node = down.Description.Hostname;
  if (moves.some(({ old }) => old.NodeID === down.ID))
    return {
      outcome: 'fail',
      reason: 'still-away',
      message: t`${node} is down, and its tasks of ${name} run elsewhere; expected it back, and them still there`,
    };
  return {
    outcome: 'fail',
    reason: 'moving',
    message: t`${node} is down; its tasks of ${name} have not moved yet`,
  };
}

/** What became of a node that tasks have left and that is there. */
function judgeBack(
  name: string,
  node: string,
  moves: readonly Succession[],
  { state, nodes, now, engines }: MovedSeen,
): Verdict<Reason> {
  const member = nodes.find(({ Description }) => Description.Hostname === node);
  const engine = engines.get(node) ?? { reason: t`${node} is no node of this cluster` };
  if (!('seconds' in engine)) return { outcome: 'unknown', message: engine.reason };
  const { seconds } = engine;
  const from = moves.filter(({ old }) => nodeOf(old, state.nodeNames) === node);
  const since = from.filter(({ next }) => (now - madeAt(next)) / 1000 > seconds);
  if (since.length === 0) {
    const availability = member?.Spec?.Availability ?? 'active';
    if (availability !== 'active')
      return {
        outcome: 'fail',
        reason: 'drained',
        message: t`tasks of ${name} have left ${node}, whose availability is ${availability}; expected a node that was stopped, without a word`,
        settled: true,
      };
    return {
      outcome: 'fail',
      reason: 'never-stopped',
      message: t`tasks of ${name} have left ${node}, but its engine was never away; expected a node that was stopped`,
      settled: true,
    };
  }
  const here = runningTasks(state).filter((task) => nodeOf(task, state.nodeNames) === node);
  if (here.length > 0)
    return {
      outcome: 'fail',
      reason: 'moved-back',
      message: t`${node} is back and runs a task of ${name} again, which no swarm does by itself; expected its tasks where they went`,
      settled: true,
    };
  const away = Math.round(seconds);
  if (seconds < backFor)
    return {
      outcome: 'fail',
      reason: 'just-back',
      message: t`${node} is back for ${away} s; looked at once it is ${backFor}`,
    };
  const homes = [...new Set(since.map(({ next }) => nodeOf(next, state.nodeNames)))].sort().join(', ');
  return {
    outcome: 'pass',
    message: t`${node} was stopped, its tasks went to ${homes}, and it is back for ${away} s without them`,
  };
}

async function engineAges({ nodes, pace }: LabCluster): Promise<Map<string, EngineAge>> {
  const asked = nodes.map(async (node) => [node.name, await engineAge(node, pace)] as const);
  return new Map(await Promise.all(asked));
}

/** Where no engine runs there is no age, and the managers take the node for down soon. */
async function engineAge({ name, remote }: LabNode, pace: number): Promise<EngineAge> {
  try {
    const script = 'ps -o etimes= -p "$(cat /var/run/docker.pid)"';
    const { exitCode, stdout } = await remote.run({
      argv: ['sh', '-c', script],
      root: true,
      timeout: 5000 * pace,
    });
    const seconds = Number.parseInt(stdout, 10);
    if (exitCode === 0 && Number.isFinite(seconds)) return { seconds };
    return { reason: t`${name} does not tell since when its engine runs` };
  } catch (error) {
    if (error instanceof SwarmlabError && error.code !== 'E_INTERRUPTED') return { reason: error.message };
    throw error;
  }
}
