import { t } from 'ttag';
import * as z from 'zod';
import { type HttpAnswer, httpGet } from '../probes/http-get.ts';
import { couldNotAsk, everyNodeAsksEveryNode, type Sample, unusableNodes } from '../probes/reach.ts';
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
  port: z.int().min(1).max(65535),
  /** How many connections each node's address gets, at the least. */
  connections: z.int().min(1).default(50),
});
type Params = z.output<typeof params>;

const reasons = ['no-service', 'no-task', 'no-answer', 'wrong-answer', 'idle-task'] as const;
type Reason = (typeof reasons)[number];

/** The service before and after the questions, and what came of each. */
export interface BalanceSeen {
  before: ServiceState;
  after: ServiceState;
  samples: readonly Sample<HttpAnswer>[];
}

/** Milliseconds for one request. */
const patience = 3000;

/**
 * Every node's address leads to every task: over many connections, each of them fresh, the container ids at the end of the
 * answers are those of the service's tasks. One connection that is kept would lead to one task for ever.
 */
export const balanced = defineCheck({
  name: 'balanced',
  params,
  reasons,
  async probe(cluster, { service, port, connections }): Promise<BalanceSeen> {
    const before = await observeService(cluster, service);
    if (runningTasks(before).length === 0) return { before, after: before, samples: [] };
    const rounds = Math.ceil(connections / cluster.nodes.length);
    const samples: Sample<HttpAnswer>[] = [];
    for (let round = 0; round < rounds; round++)
      samples.push(
        ...(await everyNodeAsksEveryNode(
          cluster,
          (from, to, signal) => httpGet(from, to.address, port, '/', signal),
          patience * cluster.pace,
        )),
      );
    return { before, after: await observeService(cluster, service), samples };
  },
  judge({ service: name, port }, { before, after, samples }) {
    if (!before.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(name, before.services),
        settled: true,
      };
    if (samples.length === 0)
      return {
        outcome: 'fail',
        reason: 'no-task',
        message: t`${name} has no running task that could answer on port ${port}`,
      };
    return judgeSamples(port, { before, after, samples });
  },
  evidence: ({ samples }) => ({ answers: Object.fromEntries(answersByNode(samples)) }),
});

function judgeSamples(port: Params['port'], { before, after, samples }: BalanceSeen): Verdict<Reason> {
  const unusable = unusableNodes(samples);
  const asked = samples.filter(({ from, to }) => !unusable.has(from) && !unusable.has(to));
  const silent = asked.find(({ result }) => result.kind !== 'answer');
  if (silent && silent.result.kind !== 'answer') {
    const failed = asked.filter(({ to, result }) => to === silent.to && result.kind !== 'answer');
    const all = asked.filter(({ to }) => to === silent.to);
    const why = silent.result.reason.split(': ').at(-1);
    const message = t`${failed.length} of ${all.length} connections to ${silent.to} got no answer on port ${port} (${why}); expected an answer to each`;
    return { outcome: 'fail', reason: 'no-answer', message };
  }
  // Tasks may change while they are asked, in an update: those that ran all the time have to be seen, others may be.
  const known = new Set([...before.tasks, ...after.tasks].map(shortContainerId).filter(Boolean));
  const still = new Set(runningTasks(after).map(shortContainerId));
  const expected = runningTasks(before)
    .map(shortContainerId)
    .filter((id) => id && still.has(id));
  for (const [node, answers] of answersByNode(asked)) {
    const foreign = Object.keys(answers).find((id) => !known.has(id));
    if (foreign !== undefined) {
      const said = JSON.stringify(foreign);
      const ids = expected.join(', ');
      const message = t`${node} answered on port ${port} with ${said}; expected the container ids of the tasks (${ids})`;
      return { outcome: 'fail', reason: 'wrong-answer', message };
    }
    const idle = expected.filter((id) => !(id in answers));
    if (idle.length > 0) {
      const total = asked.filter(({ to }) => to === node).length;
      const reached = Object.keys(answers).length;
      const never = idle.join(', ');
      const message = t`${total} connections to ${node} reached ${reached} tasks, never ${never}; expected all ${expected.length}`;
      return { outcome: 'fail', reason: 'idle-task', message };
    }
  }
  const unknown = couldNotAsk(unusable);
  if (unknown) return unknown;
  const nodes = new Set(samples.map(({ to }) => to)).size;
  const each = Math.floor(samples.length / nodes);
  return {
    outcome: 'pass',
    message: t`${each} fresh connections to each of ${nodes} nodes reached all ${expected.length} tasks`,
  };
}

/** How often each answer's last word came, by the node whose address was asked. */
function answersByNode(samples: readonly Sample<HttpAnswer>[]): Map<string, Record<string, number>> {
  const nodes = new Map<string, Record<string, number>>();
  for (const { to, result } of samples) {
    if (result.kind !== 'answer') continue;
    const word =
      result.answer.status === 200 ? lastWord(result.answer.body) : `status ${result.answer.status}`;
    const answers = nodes.get(to) ?? {};
    answers[word] = (answers[word] ?? 0) + 1;
    nodes.set(to, answers);
  }
  return nodes;
}

/** whoami:1 says its container id alone, whoami:2 something before it. */
function lastWord(body: string): string {
  return body.trim().split(/\s+/).at(-1)?.slice(0, 40) ?? '';
}
