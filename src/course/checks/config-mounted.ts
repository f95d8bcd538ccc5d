import { t } from 'ttag';
import * as z from 'zod';
import { askConfigs, type Config } from '../probes/engine-answers.ts';
import { noService, observeService, type ServiceState } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The file that the tasks see. */
  target: z.string().startsWith('/'),
  /** What the config has to contain; quotes and the amount of white space do not matter. */
  contains: z.array(z.string().min(1)).default([]),
});

/** What was seen: the service, and all configs of the swarm. */
export interface ConfigSeen {
  state: ServiceState;
  configs: readonly Config[];
}

/** A service gets a file from a config of the swarm, and the config in use is the one with the wanted content. */
export const configMounted = defineCheck({
  name: 'config-mounted',
  params,
  reasons: ['no-service', 'not-mounted', 'wrong-target', 'other-content', 'not-in-use'],
  async probe(cluster, { service }): Promise<ConfigSeen> {
    const [state, configs] = await Promise.all([observeService(cluster, service), askConfigs(cluster)]);
    return { state, configs };
  },
  judge({ service: name, target, contains }, { state, configs }) {
    if (!state.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(name, state.services),
        settled: true,
      };
    const mounts = mountsOf(state);
    const mount = mounts.find(({ File }) => File?.Name === target);
    if (!mount) {
      const seen = mounts
        .map(({ ConfigName, File }) => {
          const file = File?.Name ?? t`no file`;
          return t`${ConfigName} at ${file}`;
        })
        .join(', ');
      const message = seen
        ? t`${name} has the config ${seen}; expected one at ${target}`
        : t`${name} has no config; expected one at ${target}`;
      const reason = mounts.length > 0 ? 'wrong-target' : 'not-mounted';
      return { outcome: 'fail', reason, message, settled: true };
    }
    const lacks = (config: Config | undefined) => contains.filter((one) => !holds(config, one));
    const lacking = lacks(configs.find(({ ID }) => ID === mount.ConfigID));
    if (lacking.length === 0)
      return { outcome: 'pass', message: t`${name} has the config ${mount.ConfigName} at ${target}` };
    const texts = lacking.map((one) => JSON.stringify(one)).join(', ');
    const message = t`${name} has the config ${mount.ConfigName} at ${target}, in which ${texts} is missing`;
    const good = configs.find((config) => lacks(config).length === 0);
    if (!good)
      return {
        outcome: 'fail',
        reason: 'other-content',
        message: t`${message}; expected a config of another name with it`,
        settled: true,
      };
    return {
      outcome: 'fail',
      reason: 'not-in-use',
      message: t`${message}; expected ${good.Spec.Name}, which has it`,
      settled: true,
    };
  },
  evidence: ({ state, configs }) => ({
    mounted: mountsOf(state).map(({ ConfigName, File }) => ({ config: ConfigName, target: File?.Name })),
    configs: configs.map(({ Spec }) => Spec.Name).slice(0, 20),
  }),
});

function mountsOf({ service }: ServiceState) {
  return service?.Spec.TaskTemplate.ContainerSpec?.Configs ?? [];
}

function holds(config: Config | undefined, wanted: string): boolean {
  if (!config) return false;
  return level(Buffer.from(config.Spec.Data, 'base64').toString('utf8')).includes(level(wanted));
}

function level(text: string): string {
  return text.replaceAll(/["']/g, '').replaceAll(/\s+/g, ' ').trim();
}
