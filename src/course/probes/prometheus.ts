import { t } from 'ttag';
import * as z from 'zod';
import type { LabCluster } from '../lab-cluster.ts';
import { askPublished } from './ask-published.ts';

// Source of all shapes here: https://prometheus.io/docs/prometheus/latest/querying/api/

/**
 * What Prometheus said. `refused`: it answered that the question is wrong; `absent`: nothing that speaks its language answers;
 * `unasked`: no node could ask.
 */
export type Said<Data> =
  | { kind: 'data'; data: Data }
  | { kind: 'refused' | 'absent' | 'unasked'; message: string };

const labels = z.record(z.string(), z.string());

const targets = z.object({
  activeTargets: z.array(
    z.object({
      labels,
      /** The name of the job in the configuration; relabelling cannot change it. */
      scrapePool: z.string(),
      scrapeUrl: z.string(),
      lastError: z.string(),
      health: z.enum(['up', 'down', 'unknown']),
    }),
  ),
});

/** A moment in seconds since 1970, and the value as text. */
const sample = z.tuple([z.number(), z.string()]);

const vector = z.object({
  resultType: z.literal('vector'),
  result: z.array(z.object({ metric: labels, value: sample })),
});

const matrix = z.object({
  resultType: z.literal('matrix'),
  result: z.array(z.object({ metric: labels, values: z.array(sample) })),
});

/** What Prometheus scrapes, or means to. */
export type Target = z.infer<typeof targets>['activeTargets'][number];
/** A series and its newest value. */
export type Series = z.infer<typeof vector>['result'][number];
/** A series with its values over some time, oldest first. */
export type SeriesOverTime = z.infer<typeof matrix>['result'][number];

/** The active targets of the Prometheus behind a published port. */
export async function askTargets(cluster: LabCluster, port: number): Promise<Said<Target[]>> {
  const said = await ask(cluster, port, '/api/v1/targets?state=active', targets);
  return said.kind === 'data' ? { kind: 'data', data: said.data.activeTargets } : said;
}

/** The series that a query gives now. */
export async function askSeries(cluster: LabCluster, port: number, query: string): Promise<Said<Series[]>> {
  const said = await ask(cluster, port, queryPath(query), vector);
  return said.kind === 'data' ? { kind: 'data', data: said.data.result } : said;
}

/** The samples of a selector with a range, as in `up[5m]`, just as they were scraped. */
export async function askSamples(
  cluster: LabCluster,
  port: number,
  query: string,
): Promise<Said<SeriesOverTime[]>> {
  const said = await ask(cluster, port, queryPath(query), matrix);
  return said.kind === 'data' ? { kind: 'data', data: said.data.result } : said;
}

function queryPath(query: string): string {
  return `/api/v1/query?query=${encodeURIComponent(query)}`;
}

async function ask<Data>(
  cluster: LabCluster,
  port: number,
  path: string,
  shape: z.ZodType<Data>,
): Promise<Said<Data>> {
  const reached = await askPublished(cluster, port, path);
  if (reached.kind === 'unasked') return { kind: 'unasked', message: t`could not ask: ${reached.reason}` };
  if (reached.kind !== 'answer') {
    const why = reached.reason.split(': ').at(-1);
    return {
      kind: 'absent',
      message: t`nothing answers on port ${port} (${why})`,
    };
  }
  const { status, body } = reached.answer;
  const envelope = z.discriminatedUnion('status', [
    z.object({ status: z.literal('success'), data: shape }),
    z.object({ status: z.literal('error'), error: z.string() }),
  ]);
  const parsed = envelope.safeParse(parseJson(body));
  if (!parsed.success) {
    const said = JSON.stringify(body.trim().slice(0, 40));
    return {
      kind: 'absent',
      message: t`what answers on port ${port} is not Prometheus: status ${status}, ${said}`,
    };
  }
  if (parsed.data.status === 'error')
    return { kind: 'refused', message: t`Prometheus refuses: ${parsed.data.error}` };
  return { kind: 'data', data: parsed.data.data };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
