import { msgid, ngettext, t } from 'ttag';
import * as z from 'zod';
import type { Task } from '../probes/engine-answers.ts';
import {
  lacksImage,
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
      message: t`${now.message}, but not yet on two polls in a row`,
    };
  },
  evidence: serviceEvidence,
});

function judgeOnce({ service: name, tasks: wanted }: Params, state: ServiceState): Verdict<Reason> {
  const { service, services } = state;
  if (!service)
    return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };

  const asked = service.Spec.Mode.Replicated?.Replicas;
  if (asked === undefined) {
    const due = count(wanted);
    return {
      outcome: 'fail',
      reason: 'wrong-mode',
      message: t`${name} is not a replicated service; expected ${due}`,
      settled: true,
    };
  }
  if (asked !== wanted) {
    const many = count(asked);
    return {
      outcome: 'fail',
      reason: 'wrong-replicas',
      message: t`${name} is to have ${many}; expected ${wanted}`,
      settled: true,
    };
  }

  const update = service.UpdateStatus?.State;
  if (update && update !== 'completed') {
    const status = update.replaceAll('_', ' ');
    return {
      outcome: 'fail',
      reason: 'updating',
      message: t`${name}: an update is ${status}; expected it completed`,
    };
  }

  const running = runningTasks(state);
  const slots = new Set(running.map(({ Slot }) => Slot));
  if (running.length !== wanted || slots.size !== wanted)
    return notRunning(name, wanted, running.length, state);
  const places = running.map((task) => nodeOf(task, state.nodeNames)).sort();
  const due = count(wanted);
  const where = places.join(', ');
  return {
    outcome: 'pass',
    message: t`${name}: ${running.length} of ${due} running, on ${where}`,
  };
}

function notRunning(
  name: string,
  wanted: number,
  running: number,
  { tasks, nodeNames }: ServiceState,
): Verdict<Reason> {
  const [newest] = tasks.filter(({ Status }) => Status.State !== 'running');
  const all = count(wanted);
  const seen = t`${name}: ${running} of ${all} running`;
  const message = newest ? `${seen}; ${newestText(newest, nodeNames)}` : seen;
  if (newest?.Status.State === 'rejected')
    return { outcome: 'fail', reason: 'rejected', message, settled: lacksImage(newest) };
  return { outcome: 'fail', reason: 'not-running', message };
}

function newestText(newest: Task, nodeNames: ServiceState['nodeNames']): string {
  const where = nodeOf(newest, nodeNames);
  const state = t`the newest other task is ${newest.Status.State} on ${where}`;
  return newest.Status.Err ? `${state}: ${newest.Status.Err}` : state;
}

function runningIds(state: ServiceState): string {
  return runningTasks(state)
    .map(({ ID }) => ID)
    .sort()
    .join();
}

function count(tasks: number): string {
  return ngettext(msgid`${tasks} task`, `${tasks} tasks`, tasks);
}
