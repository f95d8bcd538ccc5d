import { t } from 'ttag';
import * as z from 'zod';
import { askNodes, type SwarmNode } from '../probes/engine-answers.ts';
import { askSeries, type Said, type Series } from '../probes/prometheus.ts';
import { noService, observeService, runningTasks, type ServiceState } from '../probes/service-state.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  /** The port on every node that leads to Prometheus. */
  port: z.int().min(1).max(65535),
  /** In PromQL; the label `instance` has to be left in what it gives. */
  query: z.string().min(1),
  /** The service whose tasks the values shall come from. */
  exporter: z.string().min(1),
  /** The label that shall name the node. */
  label: z.string().min(1),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-service',
  'no-answer',
  'refused',
  'no-series',
  'old-series',
  'unnamed',
  'missing-node',
] as const;
type Reason = (typeof reasons)[number];

/** What was seen: the exporter's tasks, the nodes, and what the query gave. */
export interface QuerySeen {
  exporter: ServiceState;
  nodes: readonly SwarmNode[];
  said: Said<Series[]>;
}

/** A query gives one series for each node, named by a label, each from a task that runs now. */
export const metricsQuery = defineCheck({
  name: 'metrics-query',
  params,
  reasons,
  async probe(cluster, { port, query, exporter }): Promise<QuerySeen> {
    const [state, nodes, said] = await Promise.all([
      observeService(cluster, exporter),
      askNodes(cluster),
      askSeries(cluster, port, query),
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
      return {
        outcome: 'fail',
        reason: said.kind === 'refused' ? 'refused' : 'no-answer',
        message: t`${said.message}; expected an answer to ${params.query}`,
      };
    const wanted = nodes.filter(({ Status }) => Status.State === 'ready');
    const names = new Set(wanted.map(({ Description }) => Description.Hostname));
    return judgeSeries(params, said.data, exporter, [...names].sort());
  },
  evidence: ({ said }, { label }) =>
    said.kind === 'data'
      ? {
          series: said.data.slice(0, 12).map(({ metric, value }) => ({
            [label]: metric[label],
            instance: metric.instance,
            value: value[1],
          })),
        }
      : { said: said.message },
});

function judgeSeries(
  { query, label, exporter: name }: Params,
  series: readonly Series[],
  exporter: ServiceState,
  nodes: readonly string[],
): Verdict<Reason> {
  const places = nodes.join(', ');
  const expected = t`expected one for each of ${places}`;
  if (series.length === 0)
    return { outcome: 'fail', reason: 'no-series', message: t`${query} gives no series; ${expected}` };
  const running = runningTasks(exporter).flatMap(({ NetworksAttachments }) =>
    (NetworksAttachments ?? []).flatMap(({ Addresses }) => (Addresses ?? []).map((one) => one.split('/')[0])),
  );
  const isFresh = ({ metric }: Series) => running.includes(metric.instance?.replace(/:\d+$/, ''));
  const named = new Map(series.filter(isFresh).map((one) => [one.metric[label] ?? '', one]));
  const missing = nodes.filter((node) => !named.has(node));
  if (missing.length === 0) {
    const places = nodes.join(', ');
    return { outcome: 'pass', message: t`${query} gives a series for each of ${places}` };
  }
  const old = series.filter((one) => !isFresh(one) && missing.includes(one.metric[label] ?? ''));
  if (old.length > 0) {
    const where = old.map(({ metric }) => metric.instance).join(', ');
    const absent = missing.join(', ');
    const now = running.join(', ');
    const message = t`the series of ${absent} come from ${where}, which is no running task of ${name} (now: ${now})`;
    return { outcome: 'fail', reason: 'old-series', message };
  }
  const strange = [...named.keys()].filter((one) => !nodes.includes(one)).sort();
  if (strange.length > 0) {
    const seen = strange.map((one) => JSON.stringify(one)).join(', ');
    const message = t`${query} gives ${named.size} series whose label ${label} is ${seen}; ${expected}`;
    return { outcome: 'fail', reason: 'unnamed', message, settled: true };
  }
  const seen = [...named.keys()].sort().join(', ');
  const message = seen
    ? t`${query} gives a series for ${seen}; ${expected}`
    : t`${query} gives a series for no task that runs; ${expected}`;
  return { outcome: 'fail', reason: 'missing-node', message };
}
