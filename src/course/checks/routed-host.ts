import { t } from 'ttag';
import * as z from 'zod';
import { askByHost, groupAnswers, hostEvidence, problemText } from '../probes/host-samples.ts';
import type { HttpAnswer } from '../probes/http-get.ts';
import { couldNotAsk, type Sample } from '../probes/reach.ts';
import {
  noService,
  observeService,
  runningTasks,
  type ServiceState,
  shortContainerId,
} from '../probes/service-state.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  /** The service whose tasks answer; their container ids stand in the body. */
  service: z.string().min(1),
  host: z.string().min(1),
  port: z.int().min(1).max(65535),
  path: z.string().startsWith('/').default('/'),
});

const reasons = ['no-service', 'no-task', 'not-routed', 'no-server', 'wrong-body', 'no-answer'] as const;
type Reason = (typeof reasons)[number];

/** The service, and what every node got from every node by the host name. */
export interface RoutedSeen {
  state: ServiceState;
  samples: readonly Sample<HttpAnswer>[];
}

/**
 * Asked by the host name, every node's address answers 200 with what the service's tasks say. Its requests are counted where
 * the service counts requests.
 */
export const routedHost = defineCheck({
  name: 'routed-host',
  params,
  reasons,
  async probe(cluster, { service, ...what }): Promise<RoutedSeen> {
    const state = await observeService(cluster, service);
    if (runningTasks(state).length === 0) return { state, samples: [] };
    return { state, samples: await askByHost(cluster, what) };
  },
  judge({ service: name, host, port }, { state, samples }) {
    if (!state.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(name, state.services),
        settled: true,
      };
    const ids = runningTasks(state).map(shortContainerId).filter(Boolean);
    if (ids.length === 0)
      return {
        outcome: 'fail',
        reason: 'no-task',
        message: t`${name} has no running task that could answer`,
      };
    const answers = groupAnswers(samples, ({ status, body }) => {
      if (status !== 200) return t`status ${status}`;
      if (ids.some((id) => body.includes(id))) return undefined;
      const said = JSON.stringify(body.trim().slice(0, 40));
      return t`200 with ${said}`;
    });
    if (answers.problems.size > 0) {
      const own = ids.join(', ');
      const expected = t`expected 200 and the answer of ${name}, which names a task (${own})`;
      const problems = problemText(answers);
      const message = t`asked for ${host} on port ${port}, ${problems}; ${expected}`;
      return { outcome: 'fail', reason: reasonOf(answers.first), message };
    }
    const unknown = couldNotAsk(answers.unusable);
    if (unknown) return unknown;
    return passes(host, port, answers.nodes, name);
  },
  evidence: ({ samples }) => hostEvidence(samples),
});

function passes(host: string, port: number, nodes: readonly string[], name: string): Verdict<Reason> {
  return {
    outcome: 'pass',
    message: t`asked for ${host}, all ${nodes.length} nodes answer on port ${port} with what ${name} says`,
  };
}

/** Traefik answers 404 where no router matches, and 502, 503 or 504 where a router matches but no server answers. */
function reasonOf(first: HttpAnswer | 'none' | undefined): Reason {
  if (first === undefined || first === 'none') return 'no-answer';
  if (first.status === 404) return 'not-routed';
  if (first.status >= 500) return 'no-server';
  return 'wrong-body';
}
