import { t } from 'ttag';
import * as z from 'zod';
import { askNodes, askTasks, type Service, type SwarmNode, type Task } from '../probes/engine-answers.ts';
import { noService, observeService, type ServiceState, serviceEvidence } from '../probes/service-state.ts';
import { madeAt } from '../probes/slot-history.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** A global service. */
  service: z.string().min(1),
  /** The nodes that were off when it was made. */
  away: z.array(z.string().min(1)).min(1),
  /** Services that are older, and still there. */
  kept: z.array(z.string().min(1)).default([]),
});

/** A service with its tasks. */
interface Planned {
  service: Service;
  tasks: readonly Task[];
}

export interface AwaySeen {
  state: ServiceState;
  /** Those of the older services that are still there. */
  older: readonly Planned[];
  nodes: readonly SwarmNode[];
}

/** Milliseconds after the service in which every node that is there gets a task: the leader plans them within one second. */
const atOnce = 3000;
/** Milliseconds between the first and the last task that the leader plans in one go: less than one on an idle computer. */
const inOneGo = 500;

/**
 * A service was made while certain nodes were off, so the swarm took the wish without them. The trace is in the tasks: a global service
 * gives every node that is there a task at once, and one that was away the first time it comes back: later, or, where it comes back at
 * once, in one go with a new task of each older global service. A node that was drained at that time leaves the same trace. Nodes that
 * joined later say nothing of that time, and the tasks of those that were removed are gone with them.
 */
export const madeWhileAway = defineCheck({
  name: 'made-while-away',
  params,
  reasons: ['no-service', 'kept-gone', 'not-global', 'was-there', 'nobody-there', 'not-back'],
  async probe(cluster, { service, kept }): Promise<AwaySeen> {
    const [state, nodes] = await Promise.all([observeService(cluster, service), askNodes(cluster)]);
    const there = state.services.filter(({ Spec }) => kept.includes(Spec.Name));
    const older = there.map(async (it) => ({ service: it, tasks: await askTasks(cluster, it.ID) }));
    return { state, nodes, older: await Promise.all(older) };
  },
  judge({ service: name, away, kept }, { state, older, nodes }) {
    const { service, services } = state;
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const gone = kept.filter((one) => !isOlder(services, one, service)).join(', ');
    if (gone) {
      const message = t`${gone} should be older than ${name}, and still be there; expected that nothing was lost`;
      return { outcome: 'fail', reason: 'kept-gone', message, settled: true };
    }
    if (!service.Spec.Mode.Global) {
      const message = t`${name} is not a global service, so its tasks do not tell which nodes were there; expected it global`;
      return { outcome: 'fail', reason: 'not-global', message, settled: true };
    }
    const firsts = nodes.map((node) => ({
      name: node.Description.Hostname,
      isAway: away.includes(node.Description.Hostname),
      first: firstTask(node, { service, tasks: state.tasks }, older),
    }));
    const absent = away.join(', ');
    const early = firsts.filter(({ isAway, first }) => isAway && first?.wasThere);
    if (early.length > 0) {
      const who = early.map((it) => it.name).join(', ');
      const message = t`${who} got a task of ${name} at once, so it was there; expected ${name} to be made while ${absent} was off`;
      return { outcome: 'fail', reason: 'was-there', message, settled: true };
    }
    const late = firsts.filter(({ isAway, first }) => isAway && first);
    const missing = away.filter((node) => !late.some((it) => it.name === node)).join(', ');
    if (missing) {
      const message = t`${missing} has no running task of ${name} yet; expected one when it is back`;
      return { outcome: 'fail', reason: 'not-back', message };
    }
    const there = firsts.filter(({ isAway, first }) => !isAway && first?.wasThere);
    const wereMembers = nodes.filter(
      (it) =>
        !away.includes(it.Description.Hostname) && Date.parse(it.CreatedAt) < Date.parse(service.CreatedAt),
    );
    if (there.length === 0 && wereMembers.length > 0) {
      const message = t`no node started a task of ${name} at once; expected those that were there to do so`;
      return { outcome: 'fail', reason: 'nobody-there', message, settled: true };
    }
    const present = there.map((it) => it.name).join(', ');
    if (!present) return { outcome: 'pass', message: t`${name} was made while ${absent} was off` };
    return { outcome: 'pass', message: t`${name} was made with ${present} there, while ${absent} was off` };
  },
  evidence: ({ state, older, nodes }) => ({
    firstTasks: nodes.map((node) => ({
      node: node.Description.Hostname,
      ...(state.service && firstTask(node, { service: state.service, tasks: state.tasks }, older)),
    })),
    ...serviceEvidence(state),
  }),
});

function isOlder(services: readonly Service[], name: string, than: Service): boolean {
  const found = services.find(({ Spec }) => Spec.Name === name);
  return found !== undefined && Date.parse(found.CreatedAt) < Date.parse(than.CreatedAt);
}

interface FirstTask {
  /** From the making of the service to that of the node's first task, by the manager's clock. */
  seconds: number;
  /** Whether the node was in the swarm, and up, when the service was made. */
  wasThere: boolean;
}

/** A node's first task of a service; undefined where it has none. */
function firstTask(
  { ID }: SwarmNode,
  { service, tasks }: Planned,
  older: readonly Planned[],
): FirstTask | undefined {
  const made = timesOn(ID, tasks);
  if (made.length === 0) return undefined;
  const first = Math.min(...made);
  const after = first - Date.parse(service.CreatedAt);
  // A script has a machine back in less than three seconds; then all global services give it a task in one go.
  const cameBack = older.some(({ service: one, tasks: itsTasks }) =>
    timesOn(ID, itsTasks).some(
      (time) => Math.abs(time - first) < inOneGo && time - Date.parse(one.CreatedAt) >= atOnce,
    ),
  );
  return { seconds: Math.round(after / 100) / 10, wasThere: after < atOnce && !cameBack };
}

/** When the tasks of a node were made, in ms since 1970. */
function timesOn(node: string, tasks: readonly Task[]): number[] {
  return tasks.filter(({ NodeID }) => NodeID === node).map(madeAt);
}
