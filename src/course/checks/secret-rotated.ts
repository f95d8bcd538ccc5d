import { t } from 'ttag';
import * as z from 'zod';
import type { LabCluster } from '../lab-cluster.ts';
import { askSecrets, type Secret } from '../probes/engine-answers.ts';
import { pathOf, secretsOf, secretsText } from '../probes/secret-mounts.ts';
import { noService, observeService, type ServiceState } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The file's name in /run/secrets, the same before and after. */
  target: z.string().min(1),
  /** The name of the secret that was there first. */
  old: z.string().min(1),
});
type Params = z.output<typeof params>;

export interface RotatedSeen {
  state: ServiceState;
  secrets: readonly Secret[];
}

/** A service has another secret under the same target than at first, and the first one is gone from the swarm. */
export const secretRotated = defineCheck({
  name: 'secret-rotated',
  params,
  reasons: ['no-service', 'not-attached', 'same-secret', 'old-one-there'],
  async probe(cluster: LabCluster, { service }: Params): Promise<RotatedSeen> {
    const [state, secrets] = await Promise.all([observeService(cluster, service), askSecrets(cluster)]);
    return { state, secrets };
  },
  judge({ service: name, target, old }, { state, secrets }) {
    const { service, services } = state;
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const path = `/run/secrets/${target}`;
    const mount = secretsOf(service).find((secret) => pathOf(secret) === path);
    if (!mount) {
      const secrets = secretsText(service);
      return {
        outcome: 'fail',
        reason: 'not-attached',
        message: t`${name} gets ${secrets}; expected a new secret as ${path}`,
        settled: true,
      };
    }
    if (mount.SecretName === old)
      return {
        outcome: 'fail',
        reason: 'same-secret',
        message: t`${name} gets the secret ${old} as ${path}; expected a new secret, under another name`,
        settled: true,
      };
    if (secrets.some(({ Spec }) => Spec.Name === old))
      return {
        outcome: 'fail',
        reason: 'old-one-there',
        message: t`${name} gets ${mount.SecretName} as ${path}, but the swarm still keeps ${old}; expected it gone`,
        settled: true,
      };
    return { outcome: 'pass', message: t`${name} gets ${mount.SecretName} as ${path}, and ${old} is gone` };
  },
  evidence: ({ state, secrets }) => ({
    attached: state.service ? secretsText(state.service) : '',
    secrets: secrets.map(({ Spec }) => Spec.Name),
  }),
});
