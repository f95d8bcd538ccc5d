import { isDeepStrictEqual } from 'node:util';
import { t } from 'ttag';
import type { SecretMount, Service, Task } from './engine-answers.ts';
import { runningTasks, type ServiceState } from './service-state.ts';

/** The secrets that a service gets. */
export function secretsOf({ Spec }: Service): readonly SecretMount[] {
  return Spec.TaskTemplate.ContainerSpec?.Secrets ?? [];
}

/** Where a container finds a secret; empty for one that is no file. A target is a name in /run/secrets, or a whole path. */
export function pathOf({ File }: SecretMount): string {
  if (!File) return '';
  return File.Name.startsWith('/') ? File.Name : `/run/secrets/${File.Name}`;
}

/** What a service gets, as in `my-password as /run/secrets/my-password`. */
export function secretsText(service: Service): string {
  const texts = secretsOf(service).map((secret) => {
    const path = pathOf(secret);
    return t`${secret.SecretName} as ${path}`;
  });
  return texts.join(', ') || t`no secret`;
}

/**
 * Whether every task that runs has the secrets and variables that the service has now: no update is on its way to them, so what
 * they do with them will not change by itself.
 */
export function isDelivered(state: ServiceState): boolean {
  const wanted = state.service?.Spec.TaskTemplate.ContainerSpec;
  const runs = state.tasks.filter(({ Status }) => Status.State === 'running');
  const hasIt = ({ Spec: { ContainerSpec: has } }: Task) =>
    isDeepStrictEqual(has?.Secrets ?? [], wanted?.Secrets ?? []) &&
    isDeepStrictEqual(has?.Env ?? [], wanted?.Env ?? []);
  return runs.length === runningTasks(state).length && runs.length > 0 && runs.every(hasIt);
}
