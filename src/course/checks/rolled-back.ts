import { t } from 'ttag';
import * as z from 'zod';
import {
  imageOf,
  noService,
  observeService,
  runningTasks,
  type ServiceState,
  serviceEvidence,
} from '../probes/service-state.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The image that is to serve again. */
  image: z.string().min(1),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-service',
  'no-rollback',
  'stands-still',
  'moving',
  'by-hand',
  'nothing-failed',
  'other-image',
  'not-running',
] as const;
type Reason = (typeof reasons)[number];

/**
 * An update failed and the swarm took it back by itself: a task of another image failed, the rollback is completed, and all
 * tasks run the image of before. After a rollback by hand the service remembers what it was rolled back from; after one of the
 * swarm's own it remembers nothing. Source: swarmkit, manager/orchestrator/update/updater.go and manager/controlapi/service.go.
 */
export const rolledBack = defineCheck({
  name: 'rolled-back',
  params,
  reasons,
  probe: (cluster, { service }) => observeService(cluster, service),
  judge: judgeRollback,
  evidence: serviceEvidence,
});

function judgeRollback({ service: name, image }: Params, state: ServiceState): Verdict<Reason> {
  const { service, services, tasks } = state;
  if (!service)
    return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
  const update = service.UpdateStatus?.State ?? '';
  const status = update.replaceAll('_', ' ');
  const seen = update ? t`the last update of ${name} is ${status}` : t`${name} was never updated`;
  const expected = t`expected an update that failed and was rolled back by itself`;
  const fail = (reason: Reason, what: string, settled = true): Verdict<Reason> => ({
    outcome: 'fail',
    reason,
    message: `${what}; ${expected}`,
    settled,
  });
  if (update === 'updating' || update === 'rollback_started') return fail('moving', seen, false);
  if (update.endsWith('paused')) return fail('stands-still', seen);
  if (update !== 'rollback_completed') return fail('no-rollback', seen);
  if (service.PreviousSpec) return fail('by-hand', t`${name} was rolled back by hand`);
  const wanted = imageOf(service.Spec.TaskTemplate);
  if (wanted !== image) return fail('other-image', t`${name} was rolled back to ${wanted}, not to ${image}`);
  const failed = tasks.find(
    ({ Spec, Status }) => imageOf(Spec) !== image && /^(failed|rejected)$/.test(Status.State),
  );
  if (!failed)
    return fail('nothing-failed', t`${name} was rolled back, but no task of another image has failed`);
  const running = runningTasks(state);
  const there = running.filter(({ Spec }) => imageOf(Spec) === image).length;
  if (there === 0 || there < running.length)
    return fail('not-running', t`${there} of ${running.length} running tasks of ${name} run ${image}`, false);
  const other = imageOf(failed.Spec);
  const what = t`a task of ${other} was ${failed.Status.State}, the update was rolled back`;
  return { outcome: 'pass', message: t`${what}, and all ${there} tasks run ${image}` };
}
