import { t } from 'ttag';
import * as z from 'zod';
import type { Service } from '../probes/engine-answers.ts';
import { fingerprint, isValue } from '../probes/fingerprint.ts';
import { httpGet } from '../probes/http-get.ts';
import { couldNotAsk, everyNodeAsksEveryNode, type Sample, unusableNodes } from '../probes/reach.ts';
import { isDelivered, pathOf, secretsOf, secretsText } from '../probes/secret-mounts.ts';
import { noService, observeService, runningTasks, type ServiceState } from '../probes/service-state.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The port on every node. */
  port: z.int().min(1).max(65535),
  /** The values that are right; one newline at the end of the answer is forgiven. */
  values: z.array(fingerprint).min(1),
});
type Params = z.output<typeof params>;

const reasons = ['no-service', 'no-task', 'no-answer', 'wrong-path', 'wrong-status', 'wrong-value'] as const;
type Reason = (typeof reasons)[number];

/** An answer, without its text: that may be a secret, and what is seen is kept. */
interface ServedAnswer {
  status: number;
  /** Whether it is one of the values. */
  right: boolean;
}

export interface ServedSeen {
  state: ServiceState;
  samples: readonly Sample<ServedAnswer>[];
}

/** Milliseconds for one request. */
const patience = 3000;

/** Every node's address answers with the value of the secret. Values are compared by their hashes and told to nobody. */
export const secretServed = defineCheck({
  name: 'secret-served',
  params,
  reasons,
  async probe(cluster, { service, port, values }: Params): Promise<ServedSeen> {
    const state = await observeService(cluster, service);
    if (runningTasks(state).length === 0) return { state, samples: [] };
    const samples = await everyNodeAsksEveryNode(
      cluster,
      async (from, to, signal): Promise<ServedAnswer> => {
        const { status, body } = await httpGet(from, to.address, port, '/', signal);
        return { status, right: values.some((value) => isValue(body, value)) };
      },
      patience * cluster.pace,
    );
    return { state, samples };
  },
  judge({ service: name, port }, { state, samples }) {
    const { service, services } = state;
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    if (samples.length === 0)
      return {
        outcome: 'fail',
        reason: 'no-task',
        message: t`${name} has no running task that could answer`,
      };
    const verdict = judgeSamples(service, port, samples);
    const lasting = verdict.reason === 'wrong-value' || verdict.reason === 'wrong-path';
    return lasting && isDelivered(state) ? { ...verdict, settled: true } : verdict;
  },
  evidence: ({ samples }) => ({
    answers: samples.map(({ from, to, result }) => ({
      from,
      to,
      ...(result.kind === 'answer' ? result.answer : { seen: result.kind }),
    })),
  }),
});

function judgeSamples(
  service: Service,
  port: number,
  samples: readonly Sample<ServedAnswer>[],
): Verdict<Reason> {
  const unusable = unusableNodes(samples);
  for (const { from, to, result } of samples) {
    if (unusable.has(from) || unusable.has(to)) continue;
    if (result.kind !== 'answer') {
      const why = result.reason.split(': ').at(-1);
      const message = t`${to} gave no answer on port ${port} (${why}); expected the secret`;
      return { outcome: 'fail', reason: 'no-answer', message };
    }
    const { status, right } = result.answer;
    const seen = t`${to} answers on port ${port} with status ${status}`;
    if (status !== 200) return notServed(service, seen);
    if (!right)
      return {
        outcome: 'fail',
        reason: 'wrong-value',
        message: t`${seen}, but with another text than the value that was to be kept; expected that value`,
      };
  }
  const unknown = couldNotAsk(unusable);
  if (unknown) return unknown;
  return { outcome: 'pass', message: t`all nodes answer on port ${port} with the value of the secret` };
}

function notServed(service: Service, seen: string): Verdict<Reason> {
  const settings = service.Spec.TaskTemplate.ContainerSpec?.Env ?? [];
  const setting = settings.find((one) => one.startsWith('SECRET_PATH='))?.slice('SECRET_PATH='.length);
  if (secretsOf(service).some((secret) => pathOf(secret) === setting))
    return { outcome: 'fail', reason: 'wrong-status', message: t`${seen}; expected 200 and the secret` };
  // Whatever else stands there may be the value itself.
  const path =
    setting === undefined
      ? t`SECRET_PATH is not set`
      : setting.startsWith('/')
        ? t`SECRET_PATH is ${setting}`
        : t`SECRET_PATH is no path`;
  const secrets = secretsText(service);
  const message = t`${seen}: ${path}, and the service gets ${secrets}; expected the path of the secret`;
  return { outcome: 'fail', reason: 'wrong-path', message };
}
