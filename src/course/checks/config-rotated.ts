import { t } from 'ttag';
import * as z from 'zod';
import { askConfigs, type Config, type Service, type Task } from '../probes/engine-answers.ts';
import {
  noService,
  observeService,
  runningTasks,
  type ServiceState,
  serviceEvidence,
} from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The file that the tasks see. */
  target: z.string().startsWith('/'),
  /** The config that the service had first. */
  from: z.string().min(1),
});

export interface RotatedSeen {
  state: ServiceState;
  configs: readonly Config[];
}

/** A service has changed over from a config to another one under the same target, its tasks too, and the old one is gone. */
export const configRotated = defineCheck({
  name: 'config-rotated',
  params,
  reasons: ['no-service', 'not-mounted', 'same-config', 'old-tasks', 'old-kept'],
  async probe(cluster, { service }): Promise<RotatedSeen> {
    const [state, configs] = await Promise.all([observeService(cluster, service), askConfigs(cluster)]);
    return { state, configs };
  },
  judge({ service: name, target, from }, { state, configs }) {
    const { service, services } = state;
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const mount = mountOf(service.Spec.TaskTemplate, target);
    if (!mount) {
      const message = t`${name} has no config at ${target}; expected one`;
      return { outcome: 'fail', reason: 'not-mounted', message, settled: true };
    }
    if (mount.ConfigName === from) {
      const message = t`${name} has the config ${from} at ${target} as before; expected one of another name`;
      return { outcome: 'fail', reason: 'same-config', message, settled: true };
    }
    const running = runningTasks(state);
    const changed = running.filter(({ Spec }) => mountOf(Spec, target)?.ConfigID === mount.ConfigID).length;
    const all = running.length;
    if (all === 0 || changed < all) {
      const message = t`${changed} of ${all} running tasks of ${name} have the config ${mount.ConfigName}; expected all`;
      return { outcome: 'fail', reason: 'old-tasks', message };
    }
    if (configs.some(({ Spec }) => Spec.Name === from)) {
      const message = t`nobody needs the config ${from} any longer, and it is still there; expected it removed`;
      return { outcome: 'fail', reason: 'old-kept', message, settled: true };
    }
    return {
      outcome: 'pass',
      message: t`${name} has changed over from ${from} to ${mount.ConfigName}, with all ${all} tasks`,
    };
  },
  evidence: ({ state, configs }) => ({
    configs: configs.map(({ Spec }) => Spec.Name).slice(0, 20),
    ...serviceEvidence(state),
  }),
});

function mountOf({ ContainerSpec }: Service['Spec']['TaskTemplate'] | Task['Spec'], target: string) {
  return ContainerSpec?.Configs?.find(({ File }) => File?.Name === target);
}
