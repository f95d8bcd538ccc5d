import { isIP } from 'node:net';
import { msgid, ngettext, t } from 'ttag';
import * as z from 'zod';
import { askNodes, type SwarmNode } from '../probes/engine-answers.ts';
import { askTargets, type Said, type Target } from '../probes/prometheus.ts';
import {
  nodeOf,
  noService,
  observeService,
  runningTasks,
  type ServiceState,
} from '../probes/service-state.ts';
import { defineCheck, type Verdict } from './check-type.ts';
import { portsOf } from './service-published.ts';

const params = z.strictObject({
  /** The port on every node that leads to Prometheus. */
  port: z.int().min(1).max(65535),
  /** The job, as the configuration names it. */
  job: z.string().min(1),
  /** The service whose tasks the job shall scrape, each of them by its own address. */
  exporter: z.string().min(1),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-service',
  'no-answer',
  'no-job',
  'one-name',
  'same-node',
  'not-a-task',
  'missing-node',
  'down',
  'not-yet-scraped',
] as const;
type Reason = (typeof reasons)[number];

/** What was seen: the exporter's tasks, the nodes, and Prometheus's active targets. */
export interface TargetsSeen {
  exporter: ServiceState;
  nodes: readonly SwarmNode[];
  said: Said<Target[]>;
}

/** Where a target's address leads. */
type Place = { kind: 'node'; node: string } | { kind: 'name' | 'vip' | 'stranger' };

/** Prometheus scrapes every task of a service, by its own address, and every one is up: one on each node for a global service. */
export const metricsTargets = defineCheck({
  name: 'metrics-targets',
  params,
  reasons,
  async probe(cluster, { port, exporter }): Promise<TargetsSeen> {
    const [state, nodes, said] = await Promise.all([
      observeService(cluster, exporter),
      askNodes(cluster),
      askTargets(cluster, port),
    ]);
    return { exporter: state, nodes, said };
  },
  judge(params, { exporter, nodes, said }) {
    if (!exporter.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(params.exporter, exporter.services),
        settled: true,
      };
    if (said.kind === 'unasked') return { outcome: 'unknown', message: said.message };
    if (said.kind !== 'data')
      return { outcome: 'fail', reason: 'no-answer', message: t`${said.message}; expected Prometheus` };
    return judgeTargets(params, said.data, exporter, homesOf(exporter, nodes));
  },
  evidence({ said, exporter }, { job, port }) {
    if (said.kind !== 'data') return { said: said.message };
    const own = said.data.filter(({ scrapePool }) => scrapePool === job);
    return {
      targets: own.slice(0, 12).map((target) => {
        const place = placeOf(target, exporter, port);
        return {
          url: target.scrapeUrl,
          health: target.health,
          at: place.kind === 'node' ? place.node : place.kind,
        };
      }),
    };
  },
});

function judgeTargets(
  { job, exporter: name, port }: Params,
  all: readonly Target[],
  exporter: ServiceState,
  homes: readonly string[],
): Verdict<Reason> {
  const due = homes.join(', ');
  const expected = t`expected a target up on each of ${due}`;
  const targets = all.filter(({ scrapePool }) => scrapePool === job);
  if (targets.length === 0) {
    const jobs = [...new Set(all.map(({ scrapePool }) => scrapePool))].sort().join(', ') || t`none`;
    const message = t`Prometheus has no target in a job named ${job} (jobs with targets: ${jobs}); ${expected}`;
    return { outcome: 'fail', reason: 'no-job', message };
  }
  const placed = targets.map((target) => ({ ...target, place: placeOf(target, exporter, port) }));
  const shared = placed.find(({ place }) => place.kind === 'name' || place.kind === 'vip');
  if (shared) {
    const what = shared.place.kind === 'vip' ? t`the virtual address of ${name}` : t`a name`;
    const host = hostOf(shared);
    const message = t`job ${job} scrapes ${host}, ${what}, behind which another task answers each time; ${expected}, by the address of its task`;
    return { outcome: 'fail', reason: 'one-name', message, settled: true };
  }
  const stranger = placed.find(({ place }) => place.kind === 'stranger');
  if (stranger) {
    const host = hostOf(stranger);
    return {
      outcome: 'fail',
      reason: 'not-a-task',
      message: t`job ${job} scrapes ${host}, which is no running task of ${name}; ${expected}`,
    };
  }
  const seen = placed.flatMap(({ place }) => (place.kind === 'node' ? [place.node] : []));
  const missing = homes.filter((node) => !seen.includes(node));
  if (missing.length > 0 && targets.length >= homes.length) {
    const places = [...new Set(seen)].sort().join(', ');
    const message = t`job ${job} has ${targets.length} targets, all on ${places}; ${expected}`;
    return { outcome: 'fail', reason: 'same-node', message, settled: true };
  }
  if (missing.length > 0) {
    const absent = missing.join(', ');
    return {
      outcome: 'fail',
      reason: 'missing-node',
      message: t`job ${job} has no target on ${absent}; ${expected}`,
    };
  }
  const down = placed.find(({ health }) => health === 'down');
  if (down) {
    const host = hostOf(down);
    return {
      outcome: 'fail',
      reason: 'down',
      message: t`job ${job}: ${host} is down: ${down.lastError}; ${expected}`,
    };
  }
  if (placed.some(({ health }) => health !== 'up'))
    return {
      outcome: 'fail',
      reason: 'not-yet-scraped',
      message: t`job ${job} has targets that were not scraped yet; ${expected}`,
    };
  const places = [...new Set(seen)].sort();
  const where = places.join(', ');
  const message = ngettext(
    msgid`job ${job}: ${targets.length} target up, on ${where}`,
    `job ${job}: ${targets.length} targets up, on ${where}`,
    targets.length,
  );
  return { outcome: 'pass', message };
}

/** The nodes on which a target is due: all that are Ready for a global service, else those of its running tasks. */
function homesOf(exporter: ServiceState, nodes: readonly SwarmNode[]): string[] {
  const homes = exporter.service?.Spec.Mode.Global
    ? nodes.filter(({ Status }) => Status.State === 'ready').map(({ Description }) => Description.Hostname)
    : runningTasks(exporter).map((task) => nodeOf(task, exporter.nodeNames));
  return [...new Set(homes)].sort();
}

function placeOf(target: Target, exporter: ServiceState, port: number): Place {
  const host = hostOf(target);
  const tasks = runningTasks(exporter);
  const task = tasks.find(({ NetworksAttachments }) =>
    NetworksAttachments?.some(({ Addresses }) => Addresses?.some((one) => one.split('/')[0] === host)),
  );
  if (task) return { kind: 'node', node: nodeOf(task, exporter.nodeNames) };
  // Prometheus that scrapes itself may well say localhost.
  const [only] = tasks;
  const isPrometheus =
    exporter.service && portsOf(exporter.service).some(({ PublishedPort }) => PublishedPort === port);
  if (only && isPrometheus && (host === 'localhost' || host === '127.0.0.1'))
    return { kind: 'node', node: nodeOf(only, exporter.nodeNames) };
  if (isIP(host) === 0) return { kind: 'name' };
  const virtual = exporter.service?.Endpoint?.VirtualIPs ?? [];
  return { kind: virtual.some(({ Addr }) => Addr.split('/')[0] === host) ? 'vip' : 'stranger' };
}

function hostOf({ scrapeUrl }: Target): string {
  return URL.canParse(scrapeUrl) ? new URL(scrapeUrl).hostname : scrapeUrl;
}
