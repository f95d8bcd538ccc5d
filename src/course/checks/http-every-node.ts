import { z } from 'zod';
import { type HttpAnswer, httpGet } from '../probes/http-get.ts';
import { everyNodeAsksEveryNode, type Sample, unusableNodes } from '../probes/reach.ts';
import {
  nodeOf,
  noService,
  observeService,
  runningTasks,
  type ServiceState,
  shortContainerId,
} from '../probes/service-state.ts';
import type { CheckType, Verdict } from './check-type.ts';

export const httpEveryNodeParams = z.strictObject({
  service: z.string().min(1),
  port: z.int().min(1).max(65535),
  path: z.string().startsWith('/').default('/'),
});
type Params = z.infer<typeof httpEveryNodeParams>;

/** What was seen: the service, and what every node got from every node. No samples where there is no task to answer. */
export interface HttpSeen {
  state: ServiceState;
  samples: readonly Sample<HttpAnswer>[];
}

/** Milliseconds for one request. */
const patience = 3000;

/** Every node's address answers 200 with the container id of one of the service's tasks, also on nodes that run none. */
export const httpEveryNode: CheckType<Params, HttpSeen> = {
  async probe(cluster, { service, port, path }) {
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
    if (!state.service) return { outcome: 'fail', message: noService(name, state.services), settled: true };
    const running = runningTasks(state);
    const ids = running.map(shortContainerId).filter((id) => id !== '');
    if (ids.length === 0)
      return { outcome: 'fail', message: `${name} has no running task that could answer on port ${port}` };
    const homes = new Set(running.map((task) => nodeOf(task, state.nodeNames)));
    return judgeSamples(port, ids, homes, samples);
  },
};

function judgeSamples(
  port: number,
  ids: readonly string[],
  homes: ReadonlySet<string>,
  samples: readonly Sample<HttpAnswer>[],
): Verdict {
  const unusable = unusableNodes(samples);
  const asked = samples.filter(({ from, to }) => !unusable.has(from) && !unusable.has(to));
  const expected = `expected 200 and the container id of a task (${ids.join(', ')})`;
  const wrong = new Map<string, string>();
  for (const { from, to, result } of asked) {
    const problem = problemOf(result, ids);
    if (problem && !wrong.has(to)) wrong.set(to, `${to}:${port} ${problem} (asked from ${from})`);
  }
  if (wrong.size > 0) return { outcome: 'fail', message: `${[...wrong.values()].join('; ')}; ${expected}` };
  if (unusable.size > 0) {
    const reasons = [...unusable].map(([node, reason]) => `${node}: ${reason}`);
    return { outcome: 'unknown', message: `could not ask every node: ${reasons.join('; ')}` };
  }
  const nodes = [...new Set(samples.map(({ to }) => to))];
  const without = nodes.filter((node) => !homes.has(node)).length;
  const who = ids.length === 1 ? `task ${ids[0]}` : `tasks ${ids.join(', ')}`;
  return {
    outcome: 'pass',
    message: `all ${nodes.length} nodes answer on port ${port} with ${who}, also the ${without} that run none`,
  };
}

function problemOf(result: Sample<HttpAnswer>['result'], ids: readonly string[]): string | undefined {
  if (result.kind !== 'answer') return `gave no answer: ${result.reason}`;
  const { body, status } = result.answer;
  if (status !== 200) return `answered with status ${status}`;
  return ids.includes(body.trim()) ? undefined : `answered ${JSON.stringify(body.trim().slice(0, 40))}`;
}
