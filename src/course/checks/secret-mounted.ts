import { t } from 'ttag';
import * as z from 'zod';
import type { LabCluster } from '../lab-cluster.ts';
import { processOf } from '../probes/container-process.ts';
import { type Mount, mountIn } from '../probes/mounts.ts';
import { pathOf, secretsOf, secretsText } from '../probes/secret-mounts.ts';
import { noService, observeService, runningTasks, type ServiceState } from '../probes/service-state.ts';
import { type Looked, lookAt, placesOf, type TaskPlace, unaskedText } from '../probes/task-places.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The file's name in /run/secrets. */
  target: z.string().regex(/^[^/]+$/, 'give the name of a file in /run/secrets'),
});

const reasons = [
  'no-service',
  'not-attached',
  'other-target',
  'no-task',
  'not-there',
  'not-tmpfs',
  'writable',
] as const;
type Reason = (typeof reasons)[number];

export interface MountedSeen {
  state: ServiceState;
  /** What is mounted in each task's container at the target's place. */
  mounts: readonly Looked<Mount | undefined>[];
}

/** A service has a secret under a target, and in every task's container it is a file in memory that nobody can write to. */
export const secretMounted = defineCheck({
  name: 'secret-mounted',
  params,
  reasons,
  async probe(cluster: LabCluster, { service, target }): Promise<MountedSeen> {
    const state = await observeService(cluster, service);
    const places = placesOf(runningTasks(state), cluster, state.nodeNames);
    const look = (place: TaskPlace) => mountAt(place, cluster, `/run/secrets/${target}`);
    return { state, mounts: await lookAt(places, look) };
  },
  judge({ service: name, target }, { state, mounts }) {
    const { service, services } = state;
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const path = `/run/secrets/${target}`;
    if (!secretsOf(service).some((secret) => pathOf(secret) === path)) {
      const reason = secretsOf(service).length > 0 ? 'other-target' : 'not-attached';
      const secrets = secretsText(service);
      const message = t`${name} gets ${secrets}; expected one as ${path}`;
      return { outcome: 'fail', reason, message, settled: true };
    }
    return judgeMounts(name, path, mounts);
  },
  evidence: ({ mounts }) => ({ mounts }),
});

function judgeMounts(
  name: string,
  path: string,
  mounts: readonly Looked<Mount | undefined>[],
): Verdict<Reason> {
  const expected = t`expected a read-only tmpfs`;
  for (const look of mounts) {
    if (look.kind === 'unasked') continue;
    const at = t`in ${name}'s task on ${look.node}`;
    const mount = look.answer;
    if (!mount)
      return {
        outcome: 'fail',
        reason: 'not-there',
        message: t`${at} nothing is mounted at ${path}; ${expected}`,
      };
    if (mount.type !== 'tmpfs')
      return {
        outcome: 'fail',
        reason: 'not-tmpfs',
        message: t`${at} ${path} is on ${mount.type}; ${expected}`,
      };
    if (!mount.readOnly)
      return {
        outcome: 'fail',
        reason: 'writable',
        message: t`${at} ${path} can be written to; ${expected}`,
      };
  }
  if (mounts.length === 0)
    return { outcome: 'fail', reason: 'no-task', message: t`${name} has no running task to look into` };
  const unasked = unaskedText(mounts);
  if (unasked) return { outcome: 'unknown', message: unasked };
  const nodes = mounts.map(({ node }) => node).join(', ');
  return { outcome: 'pass', message: t`${path} is a read-only tmpfs in the container, seen on ${nodes}` };
}

async function mountAt(place: TaskPlace, { pace }: LabCluster, path: string): Promise<Mount | undefined> {
  const pid = await processOf(place);
  const argv = ['cat', `/proc/${pid}/mountinfo`] as const;
  const { stdout } = await place.node.remote.run({ argv, root: true, timeout: 5000 * pace });
  return mountIn(stdout, path);
}
