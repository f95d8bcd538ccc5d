import { t } from 'ttag';
import * as z from 'zod';
import { askNodes, type SwarmNode, type Task } from '../probes/engine-answers.ts';
import {
  lacksImage,
  noService,
  observeService,
  runningTasks,
  type ServiceState,
  serviceEvidence,
} from '../probes/service-state.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** Nodes that may be drained, and then run no task. */
  mayBeDrained: z.array(z.string().min(1)).default([]),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-service',
  'not-global',
  'node-away',
  'updating',
  'rejected',
  'not-running',
  'unsteady',
] as const;
type Reason = (typeof reasons)[number];

/** What was seen: the service and the nodes. */
export interface GlobalSeen {
  state: ServiceState;
  nodes: readonly SwarmNode[];
}

/** A global service runs one task on every node of the swarm, seen on two polls in a row; no node is drained or down. */
export const globalService = defineCheck({
  name: 'global-service',
  params,
  reasons,
  async probe(cluster, { service }): Promise<GlobalSeen> {
    const [state, nodes] = await Promise.all([observeService(cluster, service), askNodes(cluster)]);
    return { state, nodes };
  },
  judge(params, seen, before) {
    const now = judgeOnce(params, seen);
    if (now.outcome !== 'pass') return now;
    if (before && runningIds(before) === runningIds(seen)) return now;
    return {
      outcome: 'fail',
      reason: 'unsteady',
      message: t`${now.message}, but not yet on two polls in a row`,
    };
  },
  evidence: ({ state, nodes }) => ({
    mode: state.service?.Spec.Mode.Global ? 'global' : 'replicated',
    nodes: nodes.map((node) => ({
      node: nameOf(node),
      state: node.Status.State,
      availability: availabilityOf(node),
    })),
    ...serviceEvidence(state),
  }),
});

function judgeOnce({ service: name, mayBeDrained }: Params, { state, nodes }: GlobalSeen): Verdict<Reason> {
  const { service, services } = state;
  if (!service)
    return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
  const running = runningTasks(state);
  const isExcused = (node: SwarmNode) =>
    mayBeDrained.includes(nameOf(node)) && availabilityOf(node) === 'drain';
  const real = nodes.filter((node) => !isTwin(node, nodes) && !isExcused(node));
  const places = real.map(nameOf).sort().join(', ');
  if (!service.Spec.Mode.Global) {
    const count = service.Spec.Mode.Replicated?.Replicas ?? 0;
    const message = t`${name} is replicated (${count}); expected a global service, one task on each of ${places}`;
    return { outcome: 'fail', reason: 'not-global', message, settled: true };
  }
  const away = real.flatMap((node) => {
    const who = nameOf(node);
    if (node.Status.State !== 'ready') return [{ text: t`${who} is ${node.Status.State}`, drained: false }];
    return availabilityOf(node) === 'drain' ? [{ text: t`${who} is drained`, drained: true }] : [];
  });
  if (away.length > 0) {
    const seen = away.map(({ text }) => text).join(', ');
    const message = t`${seen}, so no task of ${name} runs there; expected one on each of ${places}`;
    // A node that is down may come back by itself; a drained one never does.
    const settled = away.every(({ drained }) => drained);
    return { outcome: 'fail', reason: 'node-away', message, settled };
  }
  const update = service.UpdateStatus?.State;
  if (update && update !== 'completed') {
    const status = update.replaceAll('_', ' ');
    const message = t`${name}: an update is ${status}; expected it completed`;
    return { outcome: 'fail', reason: 'updating', message };
  }
  const without = real.filter(({ ID }) => running.filter(({ NodeID }) => NodeID === ID).length !== 1);
  if (without.length > 0) return notRunning(name, without, state.tasks);
  return { outcome: 'pass', message: t`${name}: one task runs on each of ${places}` };
}

function notRunning(name: string, without: readonly SwarmNode[], tasks: readonly Task[]): Verdict<Reason> {
  const seen = without.map((node) => {
    const [newest] = tasks.filter(({ NodeID }) => NodeID === node.ID);
    const where = nameOf(node);
    if (!newest) return { text: t`none on ${where}` };
    const { State, Err } = newest.Status;
    const text = t`${State} on ${where}`;
    return { text: Err ? `${text}: ${Err}` : text, newest };
  });
  const texts = seen.map(({ text }) => text).join('; ');
  const message = t`${name}: tasks are missing (${texts}); expected one running on every node`;
  const rejected = seen.flatMap(({ newest }) => (newest?.Status.State === 'rejected' ? [newest] : []));
  if (rejected.length > 0)
    return { outcome: 'fail', reason: 'rejected', message, settled: rejected.some(lacksImage) };
  return { outcome: 'fail', reason: 'not-running', message };
}

/** What is left in the list of a machine that has joined again: its name belongs to a node that is Ready. */
function isTwin(node: SwarmNode, nodes: readonly SwarmNode[]): boolean {
  return (
    node.Status.State === 'down' &&
    nodes.some((other) => nameOf(other) === nameOf(node) && other.Status.State === 'ready')
  );
}

function nameOf({ Description }: SwarmNode): string {
  return Description.Hostname;
}

function availabilityOf({ Spec }: SwarmNode): string {
  return Spec?.Availability ?? 'active';
}

function runningIds({ state }: GlobalSeen): string {
  return runningTasks(state)
    .map(({ ID }) => ID)
    .sort()
    .join();
}
