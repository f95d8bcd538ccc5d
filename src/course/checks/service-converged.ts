import * as z from 'zod';
import {
  nodeOf,
  noService,
  observeService,
  runningTasks,
  type ServiceState,
  serviceEvidence,
} from '../probes/service-state.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** How many tasks shall run. */
  tasks: z.int().min(1),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-service',
  'wrong-mode',
  'wrong-replicas',
  'updating',
  'rejected',
  'not-running',
  'unsteady',
] as const;
type Reason = (typeof reasons)[number];

/** A service has come to rest: N running tasks in N distinct slots, no update under way, seen on two polls in a row. */
export const serviceConverged = defineCheck({
  name: 'service-converged',
  params,
  reasons,
  probe: (cluster, { service }) => observeService(cluster, service),
  judge(params, seen, before) {
    const now = judgeOnce(params, seen);
    if (now.outcome !== 'pass') return now;
    if (before && runningIds(before) === runningIds(seen)) return now;
    return {
      outcome: 'fail',
      reason: 'unsteady',
      message: `${now.message}, but not yet on two polls in a row`,
    };
  },
  evidence: serviceEvidence,
});

function judgeOnce({ service: name, tasks: wanted }: Params, state: ServiceState): Verdict<Reason> {
  const { service, services } = state;
  if (!service)
    return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };

  const asked = service.Spec.Mode.Replicated?.Replicas;
  if (asked === undefined)
    return {
      outcome: 'fail',
      reason: 'wrong-mode',
      message: `${name} is not a replicated service; expected ${count(wanted)}`,
      settled: true,
    };
  if (asked !== wanted)
    return {
      outcome: 'fail',
      reason: 'wrong-replicas',
      message: `${name} is to have ${count(asked)}; expected ${wanted}`,
      settled: true,
    };

  const update = service.UpdateStatus?.State;
  if (update && update !== 'completed')
    return {
      outcome: 'fail',
      reason: 'updating',
      message: `${name}: an update is ${update.replaceAll('_', ' ')}; expected it completed`,
    };

  const running = runningTasks(state);
  const slots = new Set(running.map(({ Slot }) => Slot));
  if (running.length !== wanted || slots.size !== wanted)
    return notRunning(name, wanted, running.length, state);
  const places = running.map((task) => nodeOf(task, state.nodeNames)).sort();
  return {
    outcome: 'pass',
    message: `${name}: ${running.length} of ${count(wanted)} running, on ${places.join(', ')}`,
  };
}

function notRunning(
  name: string,
  wanted: number,
  running: number,
  { tasks, nodeNames }: ServiceState,
): Verdict<Reason> {
  const [newest] = tasks.filter(({ Status }) => Status.State !== 'running');
  const error = newest?.Status.Err ? `: ${newest.Status.Err}` : '';
  const state = newest
    ? `; the newest other task is ${newest.Status.State} on ${nodeOf(newest, nodeNames)}${error}`
    : '';
  const message = `${name}: ${running} of ${count(wanted)} running${state}`;
  // A task is rejected for what it is (no such image), not for the moment: the next ones will be, too.
  if (newest?.Status.State === 'rejected')
    return { outcome: 'fail', reason: 'rejected', message, settled: true };
  return { outcome: 'fail', reason: 'not-running', message };
}

function runningIds(state: ServiceState): string {
  return runningTasks(state)
    .map(({ ID }) => ID)
    .sort()
    .join();
}

function count(tasks: number): string {
  return tasks === 1 ? '1 task' : `${tasks} tasks`;
}
