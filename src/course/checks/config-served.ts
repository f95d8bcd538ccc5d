import { t } from 'ttag';
import * as z from 'zod';
import { askConfigs, type Config } from '../probes/engine-answers.ts';
import { askByHost, groupAnswers, hostEvidence, problemText } from '../probes/host-samples.ts';
import type { HttpAnswer } from '../probes/http-get.ts';
import { couldNotAsk, type Sample } from '../probes/reach.ts';
import { noService, observeService, runningTasks, type ServiceState } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The port on every node. */
  port: z.int().min(1).max(65535),
  /** The file that the tasks see, and serve. */
  target: z.string().startsWith('/'),
});

export interface ConfigServedSeen {
  state: ServiceState;
  configs: readonly Config[];
  samples: readonly Sample<HttpAnswer>[];
}

/** Every node answers with what stands in the config that the service has at a target. One newline at the end is forgiven. */
export const configServed = defineCheck({
  name: 'config-served',
  params,
  reasons: ['no-service', 'not-mounted', 'no-task', 'no-answer', 'other-text'],
  async probe(cluster, { service, port }): Promise<ConfigServedSeen> {
    const [state, configs] = await Promise.all([observeService(cluster, service), askConfigs(cluster)]);
    if (runningTasks(state).length === 0) return { state, configs, samples: [] };
    return { state, configs, samples: await askByHost(cluster, { host: service, port, path: '/' }) };
  },
  judge({ service: name, port, target }, { state, configs, samples }) {
    const { service, services } = state;
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const mounts = service.Spec.TaskTemplate.ContainerSpec?.Configs ?? [];
    const mount = mounts.find(({ File }) => File?.Name === target);
    const config = configs.find(({ ID }) => ID === mount?.ConfigID);
    if (!config) {
      const message = t`${name} has no config at ${target}; expected one to serve`;
      return { outcome: 'fail', reason: 'not-mounted', message, settled: true };
    }
    if (samples.length === 0) {
      const message = t`${name} has no running task that could answer on port ${port}`;
      return { outcome: 'fail', reason: 'no-task', message };
    }
    const wanted = Buffer.from(config.Spec.Data, 'base64').toString('utf8').replace(/\n$/, '');
    const answers = groupAnswers(samples, ({ status, body }) => {
      if (status !== 200) return t`status ${status}`;
      const said = JSON.stringify(body.trim().slice(0, 60));
      return body.replace(/\n$/, '') === wanted ? undefined : t`the answer ${said}`;
    });
    if (answers.problems.size > 0) {
      const seen = problemText(answers);
      const message = t`${seen} on port ${port}; expected what stands in the config ${config.Spec.Name}`;
      return { outcome: 'fail', reason: answers.first === 'none' ? 'no-answer' : 'other-text', message };
    }
    const unknown = couldNotAsk(answers.unusable);
    if (unknown) return unknown;
    return {
      outcome: 'pass',
      message: t`all nodes answer on port ${port} with what stands in the config ${config.Spec.Name}`,
    };
  },
  evidence: ({ samples }) => hostEvidence(samples),
});
