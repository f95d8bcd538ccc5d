import { t } from 'ttag';
import * as z from 'zod';
import type { Task } from '../probes/engine-answers.ts';
import {
  imageOf,
  nodeOf,
  noService,
  observeService,
  type ServiceState,
  serviceEvidence,
  shortContainerId,
} from '../probes/service-state.ts';
import { type Succession, successions } from '../probes/slot-history.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The image that the service began with. */
  image: z.string().min(1),
  /** How the container ended: 137 is 128 and signal 9, SIGKILL. */
  exitCode: z.int().min(1).max(255).default(137),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-service',
  'made-anew',
  'never-failed',
  'restarted',
  'ended-well',
  'other-exit',
  'not-replaced',
] as const;
type Reason = (typeof reasons)[number];

/** A task's container was killed, and the swarm has put a new task with a new container into the same slot. */
export const taskReplaced = defineCheck({
  name: 'task-replaced',
  params,
  reasons,
  probe: (cluster, { service }) => observeService(cluster, service),
  judge(params, state): Verdict<Reason> {
    const { service: name, exitCode } = params;
    if (!state.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(name, state.services),
        settled: true,
      };
    const healed = successions(state.tasks).find(
      ({ old, next }) => failedWith(old, exitCode) && shortContainerId(next) !== '' && isAnother(old, next),
    );
    if (healed) return { outcome: 'pass', message: told(name, healed, exitCode, state) };
    if (state.tasks.some((task) => failedWith(task, exitCode)))
      return {
        outcome: 'fail',
        reason: 'not-replaced',
        message: t`a task of ${name} has failed with ${exitCode}, and its slot has no new container yet`,
      };
    return neverKilled(params, state);
  },
  evidence: serviceEvidence,
});

function failedWith({ Status }: Task, exitCode: number): boolean {
  return Status.State === 'failed' && Status.ContainerStatus?.ExitCode === exitCode;
}

function isAnother(old: Task, next: Task): boolean {
  return shortContainerId(old) !== shortContainerId(next);
}

function told(
  name: string,
  { old, next }: Succession,
  exitCode: number,
  { nodeNames }: ServiceState,
): string {
  const slot = next.Slot ?? '';
  const [before, after] = [shortContainerId(old), shortContainerId(next)];
  const [from, to] = [nodeOf(old, nodeNames), nodeOf(next, nodeNames)];
  return t`${name}.${slot}: the container ${before} on ${from} failed with ${exitCode}, and ${after} on ${to} took its place`;
}

/** What ended in another way than wanted says the most; without it, whether the service is still the one it began as. */
function neverKilled({ service: name, image, exitCode }: Params, { tasks }: ServiceState): Verdict<Reason> {
  const fail = (reason: Reason, message: string): Verdict<Reason> => ({
    outcome: 'fail',
    reason,
    message,
    settled: true,
  });
  const other = tasks.find(({ Status }) => Status.State === 'failed' && Status.ContainerStatus?.ExitCode);
  if (other) {
    const seen = other.Status.ContainerStatus?.ExitCode ?? 0;
    return fail(
      'other-exit',
      t`a task of ${name} has failed with ${seen}; expected one that failed with ${exitCode}`,
    );
  }
  // A task that ends with 0 is complete; one that the swarm itself ends is shut down. A process in a complete task began behind its back.
  const complete = tasks.filter(({ Status }) => Status.State === 'complete');
  if (complete.some(({ Status }) => Status.ContainerStatus?.PID))
    return fail(
      'restarted',
      t`a container of ${name} was started again by hand, and its task was over by then; expected one that failed with ${exitCode}`,
    );
  if (complete.length > 0)
    return fail(
      'ended-well',
      t`a container of ${name} ended by itself, with 0, so its task counts as complete; expected one that failed with ${exitCode}`,
    );
  if (tasks.length > 0 && tasks.every(({ Spec }) => imageOf(Spec) !== image))
    return fail(
      'made-anew',
      t`${name} never ran ${image}, so it was made anew, and the history of its tasks began anew with it`,
    );
  return fail(
    'never-failed',
    t`no task of ${name} has failed yet; expected one that failed with ${exitCode}`,
  );
}
