import { createHash } from 'node:crypto';
import { serviceJson } from './lab-cluster.ts';

export const password = 'this is my password!';
export const newPassword = 'this is my new password!';

/** What a lab.yaml says of a value. */
export function fingerprintOf(value: string) {
  return { sha256: createHash('sha256').update(value).digest('hex'), bytes: value.length };
}

/** A secret as a service gets it: its name, and the target that it is a file under. */
export function mountJson(name: string, target = name) {
  return {
    SecretID: `id-of-${name}`,
    SecretName: name,
    File: { Name: target, UID: '0', GID: '0', Mode: 292 },
  };
}

/** A secret as the swarm lists it. */
export function secretJson(name: string) {
  return { ID: `id-of-${name}`, Spec: { Name: name, Labels: {} } };
}

/** The service of the lab, with the secrets given; `spec` are further words of its container's spec. */
export function secretServiceJson(
  secrets: readonly object[] = [mountJson('my-password')],
  spec: object = {},
) {
  const service = serviceJson({ name: 'secret' });
  const Env = ['SECRET_PATH=/run/secrets/my-password'];
  const ContainerSpec = { Image: 'localhost/secret:1', Env, Secrets: secrets, ...spec };
  return { ...service, Spec: { ...service.Spec, TaskTemplate: { ContainerSpec } } };
}
