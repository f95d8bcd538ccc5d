import { t } from 'ttag';
import * as z from 'zod';
import { askNodes, type SwarmNode } from '../probes/engine-answers.ts';
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

const reasons = ['no-service', 'wrong-mode', 'wrong-replicas', 'not-running', 'uneven'] as const;
type Reason = (typeof reasons)[number];

/** A service, and the nodes that may get tasks. */
export interface SpreadSeen {
  state: ServiceState;
  nodes: readonly SwarmNode[];
}

/**
 * N tasks run, and no node that is Ready and Active has two more of them than another. While an update is under way, or stands
 * still, tasks come and go: then it is enough that N are wanted and some run.
 */
export const taskSpread = defineCheck({
  name: 'task-spread',
  params,
  reasons,
  async probe(cluster, { service }): Promise<SpreadSeen> {
    const [state, nodes] = await Promise.all([observeService(cluster, service), askNodes(cluster)]);
    return { state, nodes };
  },
  judge: judgeSpread,
  evidence: ({ state }) => serviceEvidence(state),
});

function judgeSpread(
  { service: name, tasks: wanted }: Params,
  { state, nodes }: SpreadSeen,
): Verdict<Reason> {
  const { service, services } = state;
  if (!service)
    return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
  const asked = service.Spec.Mode.Replicated?.Replicas;
  if (asked === undefined) {
    const message = t`${name} is not a replicated service; expected ${wanted} replicas`;
    return { outcome: 'fail', reason: 'wrong-mode', message, settled: true };
  }
  if (asked !== wanted) {
    const message = t`${name} is to have ${asked} replicas; expected ${wanted}`;
    return { outcome: 'fail', reason: 'wrong-replicas', message, settled: true };
  }
  const running = runningTasks(state);
  const update = service.UpdateStatus?.State ?? 'completed';
  const moving = !/^(rollback_)?completed$/.test(update);
  if (running.length === 0 || (running.length !== wanted && !moving)) {
    const error = state.tasks.find(({ Status }) => Status.State !== 'running')?.Status.Err;
    const seen = t`${name}: ${running.length} of ${wanted} tasks running; expected ${wanted}`;
    return { outcome: 'fail', reason: 'not-running', message: error ? `${seen}: ${error}` : seen };
  }
  if (moving) {
    const status = update.replaceAll('_', ' ');
    return {
      outcome: 'pass',
      message: t`${name} is to have ${wanted} tasks; its update is ${status}, and ${running.length} run`,
    };
  }
  return judgePlaces(name, running, { state, nodes });
}

function judgePlaces(
  name: string,
  running: ServiceState['tasks'],
  { state, nodes }: SpreadSeen,
): Verdict<Reason> {
  const usable = nodes.filter(
    ({ Spec, Status }) => Spec?.Availability === 'active' && Status?.State === 'ready',
  );
  const places = running.map((task) => nodeOf(task, state.nodeNames));
  const counts = new Map(usable.map(({ Description }) => [Description.Hostname, 0]));
  for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
  const seen = [...counts].map(([node, count]) => t`${count} on ${node}`).join(', ');
  if (Math.max(...counts.values()) - Math.min(...counts.values()) <= 1)
    return { outcome: 'pass', message: t`${name}: ${running.length} tasks run, ${seen}` };
  // A swarm does not move tasks that run: the spread stays as it is until something starts them anew.
  return {
    outcome: 'fail',
    reason: 'uneven',
    message: t`${name}: ${running.length} tasks run, ${seen}; expected that no node has two more than another`,
    settled: true,
  };
}
