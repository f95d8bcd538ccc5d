import { t } from 'ttag';
import * as z from 'zod';
import type { LabCluster } from '../lab-cluster.ts';
import { askForCounts, type CountRequest, sumOf } from '../probes/counts.ts';
import {
  noService,
  observeService,
  runningTasks,
  type ServiceState,
  shortContainerId,
} from '../probes/service-state.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The port on every node. */
  port: z.int().min(1).max(65535),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-service',
  'no-task',
  'no-answer',
  'redis-on-localhost',
  'no-redis',
  'wrong-answer',
  'counts-lost',
  'other-requests',
  'replica-missing',
] as const;
type Reason = (typeof reasons)[number];

export interface CounterSeen {
  state: ServiceState;
  requests: readonly CountRequest[];
}

/**
 * The replicas of a counter count in one redis: each request raises the sum by one, whichever replica answers, and every replica
 * has its turn. This check is not read-only: its own requests count, and it says how many they were.
 */
export const redisCounter = defineCheck({
  name: 'redis-counter',
  params,
  reasons,
  leavesTraces: true,
  async probe(cluster: LabCluster, { service, port }: Params): Promise<CounterSeen> {
    const state = await observeService(cluster, service);
    const ids = replicasOf(state);
    if (ids.length === 0) return { state, requests: [] };
    const enough = (requests: readonly CountRequest[]) =>
      requests.length > 2 * ids.length && withoutTurn(ids, requests).length === 0;
    return { state, requests: await askForCounts(cluster, port, 1 + 10 * ids.length, enough) };
  },
  judge(params, seen) {
    const { state, requests } = seen;
    if (!state.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(params.service, state.services),
        settled: true,
      };
    const ids = replicasOf(state);
    if (ids.length === 0)
      return {
        outcome: 'fail',
        reason: 'no-task',
        message: t`${params.service} has no running task that could count`,
      };
    return judgeAnswers(params, state, requests) ?? judgeCounts(ids, requests);
  },
  evidence: ({ requests }) => ({
    requests: requests.map(({ node, result, counts }) => ({
      node,
      seen: counts ? Object.fromEntries(counts) : result.kind,
    })),
  }),
});

/** The host names that the replicas count under. */
function replicasOf(state: ServiceState): string[] {
  return runningTasks(state)
    .map(shortContainerId)
    .filter((id) => id !== '')
    .sort();
}

/** Replicas whose count has not grown since the first answer, which has a request of ours in it already. */
function withoutTurn(ids: readonly string[], requests: readonly CountRequest[]): string[] {
  const first = requests[0]?.counts;
  const last = requests.at(-1)?.counts;
  return ids.filter((id) => (last?.get(id) ?? 0) <= (first?.get(id) ?? 0));
}

/** What is wrong with the one answer that is no counter's, which is the last; undefined where all are. */
function judgeAnswers(
  { service, port }: Params,
  state: ServiceState,
  requests: readonly CountRequest[],
): Verdict<Reason> | undefined {
  const last = requests.at(-1);
  if (!last || last.counts) return undefined;
  const { node, result } = last;
  if (result.kind === 'unasked')
    return { outcome: 'unknown', message: t`could not ask ${node}: ${result.reason}` };
  if (result.kind !== 'answer') {
    const why = result.reason.split(': ').at(-1);
    const message = t`${node} gave no answer on port ${port} (${why}); expected the counts of ${service}`;
    return { outcome: 'fail', reason: 'no-answer', message };
  }
  const { status, body } = result.answer;
  const said = JSON.stringify(body.trim().slice(0, 120));
  const message = t`${node} answers on port ${port} with status ${status} and ${said}; expected a line a replica, as in "217c1093489e > 3"`;
  if (status !== 503) return { outcome: 'fail', reason: 'wrong-answer', message };
  if (asksItself(state)) return { outcome: 'fail', reason: 'redis-on-localhost', message, settled: true };
  return { outcome: 'fail', reason: 'no-redis', message };
}

/** Whether the service looks for redis in its own containers. */
function asksItself({ service }: ServiceState): boolean {
  const settings = service?.Spec.TaskTemplate.ContainerSpec?.Env ?? [];
  return settings.some((one) => /^REDIS_HOST=(localhost|127\.|0\.0\.0\.0|::1)/.test(one));
}

function judgeCounts(ids: readonly string[], requests: readonly CountRequest[]): Verdict<Reason> {
  const [first, last] = [requests[0]?.counts, requests.at(-1)?.counts].map((counts) =>
    counts ? sumOf(counts) : 0,
  ) as [number, number];
  const sent = requests.length - 1;
  const raised = t`${sent} requests of this check raised the sum from ${first} to ${last}`;
  if (last - first < sent) {
    const due = first + sent;
    return {
      outcome: 'fail',
      reason: 'counts-lost',
      message: t`${raised}; expected ${due}: the replicas do not all count in one redis, or it forgets`,
    };
  }
  if (last - first > sent) {
    const due = first + sent;
    return {
      outcome: 'fail',
      reason: 'other-requests',
      message: t`${raised}; expected ${due}: somebody else asks at the same moment`,
    };
  }
  const missing = withoutTurn(ids, requests);
  if (missing.length > 0) {
    const absent = missing.join(', ');
    return {
      outcome: 'fail',
      reason: 'replica-missing',
      message: t`${raised}, but ${absent} never counted; expected that every replica has its turn`,
    };
  }
  return {
    outcome: 'pass',
    message: t`${raised} (one more came first), and each of the ${ids.length} replicas counted`,
  };
}
