import { msgid, ngettext, t } from 'ttag';
import * as z from 'zod';
import { type HttpAnswer, httpGet } from '../probes/http-get.ts';
import { couldNotAsk, everyNodeAsksEveryNode, type Sample, unusableNodes } from '../probes/reach.ts';
import {
  nodeOf,
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
  path: z.string().startsWith('/').default('/'),
});

const reasons = ['no-service', 'no-task', 'wrong-answer', 'task-nodes-only', 'no-answer'] as const;
type Reason = (typeof reasons)[number];

/** What was seen: the service, and what every node got from every node. No samples where there is no task to answer. */
export interface HttpSeen {
  state: ServiceState;
  samples: readonly Sample<HttpAnswer>[];
}

/** Milliseconds for one request. */
const patience = 3000;

/** Every node's address answers 200 with the container id of one of the service's tasks, also on nodes that run none. */
export const httpEveryNode = defineCheck({
  name: 'http-every-node',
  params,
  reasons,
  async probe(cluster, { service, port, path }): Promise<HttpSeen> {
    const state = await observeService(cluster, service);
    if (runningTasks(state).length === 0) return { state, samples: [] };
    const samples = await everyNodeAsksEveryNode(
      cluster,
      (from, to, signal) => httpGet(from, to.address, port, path, signal),
      patience,
    );
    return { state, samples };
  },
  judge({ service: name, port }, { state, samples }) {
    if (!state.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(name, state.services),
        settled: true,
      };
    const running = runningTasks(state);
    const ids = running.map(shortContainerId).filter((id) => id !== '');
    if (ids.length === 0)
      return {
        outcome: 'fail',
        reason: 'no-task',
        message: t`${name} has no running task that could answer on port ${port}`,
      };
    const homes = new Set(running.map((task) => nodeOf(task, state.nodeNames)));
    return judgeSamples(port, ids, homes, samples);
  },
  evidence: ({ samples }) => ({ answers: samples.map(briefly) }),
});

/** One question and what came of it, for the record. */
function briefly({ from, to, result }: Sample<HttpAnswer>): object {
  if (result.kind !== 'answer') return { from, to, seen: result.kind };
  return { from, to, status: result.answer.status, body: result.answer.body.trim().slice(0, 40) };
}

function judgeSamples(
  port: number,
  ids: readonly string[],
  homes: ReadonlySet<string>,
  samples: readonly Sample<HttpAnswer>[],
): Verdict<Reason> {
  const unusable = unusableNodes(samples);
  const asked = samples.filter(({ from, to }) => !unusable.has(from) && !unusable.has(to));
  const problems = problemsByText(asked, port, ids);
  if (problems.size > 0) {
    const seen = [...problems].map(([problem, nodes]) => {
      const where = nodes.join(', ');
      return t`${where} ${problem}`;
    });
    const own = ids.join(', ');
    const expected = t`expected 200 and the container id of a task (${own})`;
    const reason = reasonOf(asked, homes);
    return { outcome: 'fail', reason, message: `${seen.join('; ')}; ${expected}` };
  }
  const unknown = couldNotAsk(unusable);
  if (unknown) return unknown;
  const nodes = [...new Set(samples.map(({ to }) => to))];
  const without = nodes.filter((node) => !homes.has(node)).length;
  const own = ids.join(', ');
  const who = ngettext(msgid`task ${own}`, `tasks ${own}`, ids.length);
  return {
    outcome: 'pass',
    message: t`all ${nodes.length} nodes answer on port ${port} with ${who}, also the ${without} that run none`,
  };
}

/** Silence of just those nodes that run no task is what a port in host mode looks like. */
function reasonOf(asked: readonly Sample<HttpAnswer>[], homes: ReadonlySet<string>): Reason {
  const answering = new Set(asked.filter(({ result }) => result.kind === 'answer').map(({ to }) => to));
  const all = new Set(asked.map(({ to }) => to));
  if (answering.size === all.size) return 'wrong-answer';
  const homesOnly = [...all].every((name) => answering.has(name) === homes.has(name));
  return answering.size > 0 && homesOnly ? 'task-nodes-only' : 'no-answer';
}

/** The nodes that did not answer as they should, under what they did; one problem a node. */
function problemsByText(
  asked: readonly Sample<HttpAnswer>[],
  port: number,
  ids: readonly string[],
): Map<string, string[]> {
  const nodes = new Map<string, string[]>();
  for (const to of new Set(asked.map((sample) => sample.to))) {
    const own = asked.filter((sample) => sample.to === to);
    const bad = own.filter(({ result }) => problemOf(result, port, ids));
    const [first] = bad;
    if (!first) continue;
    const problem = problemOf(first.result, port, ids) ?? '';
    const askers = bad.map(({ from }) => from).join(', ');
    const text = bad.length < own.length ? t`${problem} when asked from ${askers}` : problem;
    nodes.set(text, [...(nodes.get(text) ?? []), to]);
  }
  return nodes;
}

function problemOf(
  result: Sample<HttpAnswer>['result'],
  port: number,
  ids: readonly string[],
): string | undefined {
  // The node's own sentence ends with the reason: `core-01 cannot connect to 172.17.8.102:4567: connection refused`.
  const why = result.kind === 'answer' ? undefined : result.reason.split(': ').at(-1);
  if (result.kind !== 'answer') return t`gave no answer on port ${port} (${why})`;
  const { body, status } = result.answer;
  if (status !== 200) return t`answered on port ${port} with status ${status}`;
  if (ids.includes(body.trim())) return undefined;
  const said = JSON.stringify(body.trim().slice(0, 40));
  return t`answered on port ${port} with ${said}`;
}
