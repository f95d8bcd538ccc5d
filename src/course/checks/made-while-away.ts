import { t } from 'ttag';
import * as z from 'zod';
import { askNodes, type Service, type SwarmNode, type Task } from '../probes/engine-answers.ts';
import { noService, observeService, type ServiceState, serviceEvidence } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** A global service. */
  service: z.string().min(1),
  /** The nodes that were off when it was made. */
  away: z.array(z.string().min(1)).min(1),
  /** Services that are older, and still there. */
  kept: z.array(z.string().min(1)).default([]),
});

export interface AwaySeen {
  state: ServiceState;
  nodes: readonly SwarmNode[];
}

/** Seconds after the service in which every node that is there gets a task: the leader plans them within one. */
const atOnce = 3;

/**
 * A service was made while certain nodes were off, so the swarm took the wish without them. The trace is in the tasks: a global service
 * gives every node that is there a task at once, and one that was away the first time it comes back. A node that was drained at
 * that time leaves the same trace. Nodes that joined later say nothing of that time, and the tasks of those that were removed are gone with them.
 */
export const madeWhileAway = defineCheck({
  name: 'made-while-away',
  params,
  reasons: ['no-service', 'kept-gone', 'not-global', 'was-there', 'nobody-there', 'not-back'],
  async probe(cluster, { service }): Promise<AwaySeen> {
    const [state, nodes] = await Promise.all([observeService(cluster, service), askNodes(cluster)]);
    return { state, nodes };
  },
  judge({ service: name, away, kept }, { state, nodes }) {
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
      seconds: firstTask(node, service, state.tasks),
    }));
    const absent = away.join(', ');
    const early = firsts.filter(
      (it) => away.includes(it.name) && it.seconds !== undefined && it.seconds < atOnce,
    );
    if (early.length > 0) {
      const who = early.map((it) => it.name).join(', ');
      const message = t`${who} got a task of ${name} at once, so it was there; expected ${name} to be made while ${absent} was off`;
      return { outcome: 'fail', reason: 'was-there', message, settled: true };
    }
    const late = firsts.filter((it) => away.includes(it.name) && it.seconds !== undefined);
    const missing = away.filter((node) => !late.some((it) => it.name === node)).join(', ');
    if (missing) {
      const message = t`${missing} has no running task of ${name} yet; expected one when it is back`;
      return { outcome: 'fail', reason: 'not-back', message };
    }
    const there = firsts.filter((it) => !away.includes(it.name) && (it.seconds ?? atOnce) < atOnce);
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
  evidence: ({ state, nodes }) => ({
    firstTasks: nodes.map((node) => ({
      node: node.Description.Hostname,
      seconds: state.service && firstTask(node, state.service, state.tasks),
    })),
    ...serviceEvidence(state),
  }),
});

function isOlder(services: readonly Service[], name: string, than: Service): boolean {
  const found = services.find(({ Spec }) => Spec.Name === name);
  return found !== undefined && Date.parse(found.CreatedAt) < Date.parse(than.CreatedAt);
}

/** Seconds from the making of a service to that of a node's first task, by the manager's clock; undefined where there is none. */
function firstTask({ ID }: SwarmNode, { CreatedAt }: Service, tasks: readonly Task[]): number | undefined {
  const made = tasks.filter(({ NodeID }) => NodeID === ID).map((task) => Date.parse(task.CreatedAt));
  if (made.length === 0) return undefined;
  return Math.round((Math.min(...made) - Date.parse(CreatedAt)) / 100) / 10;
}
