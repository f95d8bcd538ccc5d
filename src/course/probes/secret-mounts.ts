import type { SecretMount, Service } from './engine-answers.ts';

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
  const texts = secretsOf(service).map((secret) => `${secret.SecretName} as ${pathOf(secret)}`);
  return texts.join(', ') || 'no secret';
}
