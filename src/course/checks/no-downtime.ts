import { msgid, ngettext, t } from 'ttag';
import * as z from 'zod';
import { httpGet } from '../probes/http-get.ts';
import { type LoadReport, type LoadTarget, loaderPort, parseLoadReport } from '../probes/load-report.ts';
import { managerTime } from '../probes/manager-time.ts';
import { everyNodeAsksItself, type Reached } from '../probes/reach.ts';
import { noService, observeService, type ServiceState } from '../probes/service-state.ts';
import { type UpdateWindow, updateWindow } from '../probes/update-window.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  service: z.string().min(1),
  /** The service's published port, which every node's loader has to ask at every node. */
  port: z.int().min(1).max(65535),
  /** The image before the update. */
  from: z.string().min(1),
  /** The image after it. */
  to: z.string().min(1),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-service',
  'not-updated',
  'no-load',
  'other-targets',
  'late-load',
  'kept-connection',
  'too-soon',
  'no-healthcheck',
  'all-at-once',
  'requests-failed',
] as const;
type Reason = (typeof reasons)[number];

/** What was seen: the service, the manager's clock then (ms since 1970), and what each node's loader tells. */
export interface DowntimeSeen {
  state: ServiceState;
  now: number;
  nodes: readonly { name: string; address: string }[];
  loads: ReadonlyMap<string, Reached<LoadReport | undefined>>;
}

/** Milliseconds for a loader to tell what it has seen. */
const patience = 3000;
/** Seconds after an update for which it still counts: the last old tasks have gone then. */
const settling = 5;
/** Seconds without a request that tell a loader that has stopped from one that waits for an answer. */
const standstill = 20;

/**
 * From before an update until 5 s after it ended, load ran on every node against every node's address, over a fresh connection
 * for each request, and no request failed. The loaders remember, so this is true after the fact as well. They tell times as
 * ages, and the update's age is by the manager's clock alone, so no two clocks have to agree.
 */
export const noDowntime = defineCheck({
  name: 'no-downtime',
  params,
  reasons,
  async probe(cluster, { service }): Promise<DowntimeSeen> {
    const [state, now, loads] = await Promise.all([
      observeService(cluster, service),
      managerTime(cluster),
      everyNodeAsksItself(
        cluster,
        async (node, signal) => parseLoadReport(await httpGet(node, node.address, loaderPort, '/', signal)),
        patience * cluster.pace,
      ),
    ]);
    return { state, now, nodes: cluster.nodes.map(({ name, address }) => ({ name, address })), loads };
  },
  judge(params, seen) {
    const { service, services, tasks } = seen.state;
    const { service: name, from, to } = params;
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const update = updateWindow(tasks, from, to);
    if (!update) {
      const message = t`no task of ${name} went from ${from} to ${to}; expected such an update`;
      return { outcome: 'fail', reason: 'not-updated', message, settled: true };
    }
    return judgeLoads(params, seen, update);
  },
  evidence: ({ state, now, loads }, { from, to }) => {
    const update = updateWindow(state.tasks, from, to);
    return {
      ...(update ? { beganAgo: (now - update.began) / 1000, endedAgo: (now - update.ended) / 1000 } : {}),
      loads: Object.fromEntries([...loads].map(([node, load]) => [node, briefly(load)])),
    };
  },
});

function briefly(load: Reached<LoadReport | undefined>): unknown {
  if (load.kind !== 'answer') return load.kind;
  return load.answer?.targets.map(({ answers, ...figures }) => figures) ?? 'no report';
}

function judgeLoads(params: Params, seen: DowntimeSeen, update: UpdateWindow): Verdict<Reason> {
  const age = (at: number) => (seen.now - at) / 1000;
  const window = { began: age(update.began), ended: age(update.ended) - settling };
  const figures = { requests: 0, failed: 0 };
  const failedAt = new Set<string>();
  const unknown: string[] = [];
  const addressed = seen.nodes.map(({ address }) => `${address}:${params.port}`);
  for (const { name } of seen.nodes) {
    const load = seen.loads.get(name);
    if (load?.kind === 'unasked') unknown.push(`${name}: ${load.reason}`);
    if (!load || load.kind === 'unasked') continue;
    const targets = load.kind === 'answer' ? load.answer?.targets : undefined;
    const lacking = judgeTargets(name, targets, addressed);
    // One that is only slow may tell the next time.
    if (lacking) return { ...lacking, settled: load.kind !== 'silent' };
    for (const target of targets?.filter(({ target }) => addressed.includes(target)) ?? []) {
      const wrong = judgeTarget(name, target, window.began);
      if (wrong) return wrong;
      const failures = target.failures.filter(
        ([first, last]) => last <= window.began && first >= window.ended,
      );
      const failed = failures.reduce((sum, [, , count]) => sum + count, 0);
      figures.requests += target.requests;
      figures.failed += failed;
      if (failed > 0) failedAt.add(t`${target.target} asked from ${name}`);
    }
  }
  if (figures.failed > 0) return failing(params, seen, figures.failed, failedAt);
  if (unknown.length > 0) {
    const reasons = unknown.join('; ');
    return { outcome: 'unknown', message: t`could not ask every node's loader: ${reasons}` };
  }
  if (window.ended < 0) {
    const ago = age(update.ended).toFixed(1);
    const message = t`no request has failed; the update ended ${ago} s ago, expected ${settling} s of load after it`;
    return { outcome: 'fail', reason: 'too-soon', message };
  }
  const seconds = (window.began - window.ended).toFixed(0);
  return {
    outcome: 'pass',
    message: t`0 requests failed on ${seen.nodes.length} nodes in the ${seconds} s of the update (${figures.requests} sent since the load began)`,
  };
}

/** `targets`: what the node's loader tells; absent where no loader does. `addressed`: what it has to ask at the least. */
function judgeTargets(
  node: string,
  targets: readonly LoadTarget[] | undefined,
  addressed: readonly string[],
): (Verdict<Reason> & { outcome: 'fail' }) | undefined {
  if (!targets) {
    const message = t`no loader answers on port ${loaderPort} of ${node}; expected load from every node`;
    return { outcome: 'fail', reason: 'no-load', message };
  }
  const asked = targets.map(({ target }) => target);
  const missing = addressed.filter((one) => !asked.includes(one));
  if (missing.length === 0) return undefined;
  const others = missing.join(', ');
  const seen = asked.join(', ') || t`nothing`;
  const message = t`the loader on ${node} asks ${seen}; expected ${others} as well`;
  return { outcome: 'fail', reason: 'other-targets', message };
}

function judgeTarget(node: string, load: LoadTarget, began: number): Verdict<Reason> | undefined {
  const { target, ran, idle, requests, failed, connections } = load;
  if (ran < began || idle > standstill) {
    const [idleFor, ranFor, beganAgo] = [idle, ran, began].map((one) => one.toFixed(0));
    const seen =
      idle > standstill
        ? t`has asked nothing for ${idleFor} s`
        : t`has asked for ${ranFor} s, and the update began ${beganAgo} s ago`;
    const message = t`the loader on ${node} ${seen}; expected load from before the update until after it`;
    return { outcome: 'fail', reason: 'late-load', message, settled: true };
  }
  const answered = requests - failed;
  if (answered >= 10 && connections * 2 < answered) {
    const message = ngettext(
      msgid`the loader on ${node} got ${answered} answers of ${target} over ${connections} connection, so of few tasks; expected a fresh connection for each request`,
      `the loader on ${node} got ${answered} answers of ${target} over ${connections} connections, so of few tasks; expected a fresh connection for each request`,
      connections,
    );
    return { outcome: 'fail', reason: 'kept-connection', message, settled: true };
  }
  return undefined;
}

function failing(
  { service: name }: Params,
  { state: { service } }: DowntimeSeen,
  failed: number,
  where: ReadonlySet<string>,
): Verdict<Reason> {
  const spec = service?.Spec;
  const replicas = spec?.Mode.Replicated?.Replicas ?? 1;
  const parallelism = spec?.UpdateConfig?.Parallelism ?? 1;
  const atOnce = parallelism === 0 || parallelism >= replicas;
  const unhealthy = spec?.TaskTemplate.ContainerSpec?.Healthcheck?.Test?.[0] === 'NONE';
  const reason = atOnce ? 'all-at-once' : unhealthy ? 'no-healthcheck' : 'requests-failed';
  const tasksAtOnce = parallelism === 0 ? t`all` : parallelism;
  const why = {
    'all-at-once': t`${name} is updated ${tasksAtOnce} tasks at once`,
    'no-healthcheck': t`the health check of ${name} is switched off`,
    'requests-failed': '',
  }[reason];
  const places = where.size > 3 ? t`${where.size} pairs of nodes` : [...where].join(', ');
  const seen = t`${failed} requests failed during the update (${places}); expected none`;
  return { outcome: 'fail', reason, message: why ? `${seen}; ${why}` : seen, settled: true };
}
