import { t } from 'ttag';
import * as z from 'zod';
import { askPublished } from '../probes/ask-published.ts';
import type { HttpAnswer } from '../probes/http-get.ts';
import type { Reached } from '../probes/reach.ts';
import { defineCheck } from './check-type.ts';

const uid = z.string().regex(/^[a-zA-Z0-9_-]{1,40}$/, 'a uid has letters, digits, - and _, at most 40');
const port = z.int().min(1).max(65535);

/** What Grafana answered. */
export type GrafanaSeen = Reached<HttpAnswer>;

// Source of both shapes: https://grafana.com/docs/grafana/v12.0/developers/http_api/ and grafana/grafana, pkg/api/datasources.go.
const health = z.object({ status: z.string(), message: z.string().default('') });
const dashboard = z.object({
  dashboard: z.object({ title: z.string().default(''), panels: z.array(z.unknown()).default([]) }),
  meta: z.object({ provisioned: z.boolean().default(false) }),
});

/** Grafana has a data source, and its own test of it succeeds. */
export const grafanaDataSource = defineCheck({
  name: 'grafana-data-source',
  params: z.strictObject({ port, uid }),
  reasons: ['no-answer', 'not-allowed', 'no-data-source', 'unhealthy'],
  probe: (cluster, { port, uid }): Promise<GrafanaSeen> =>
    askPublished(cluster, port, `/api/datasources/uid/${uid}/health`),
  judge({ port, uid }, seen) {
    if (seen.kind === 'unasked') return { outcome: 'unknown', message: t`could not ask: ${seen.reason}` };
    if (seen.kind !== 'answer')
      return { outcome: 'fail', reason: 'no-answer', message: silent(port, seen.reason) };
    const { status } = seen.answer;
    const said = messageOf(seen.answer);
    if (status === 401 || status === 403)
      return { outcome: 'fail', reason: 'not-allowed', message: closed(status), settled: true };
    const answer = parse(seen.answer, health);
    // A test that fails is answered with 400; a data source that is not there with no test at all.
    if (!answer || (status !== 200 && status !== 400))
      return {
        outcome: 'fail',
        reason: 'no-data-source',
        message: t`Grafana answers ${status} for the data source ${uid}: ${said}`,
      };
    if (status !== 200 || answer.status !== 'OK')
      return {
        outcome: 'fail',
        reason: 'unhealthy',
        message: t`Grafana's test of the data source ${uid} gives ${answer.status}: ${answer.message}; expected OK`,
      };
    return { outcome: 'pass', message: t`the data source ${uid} works: ${answer.message}` };
  },
  evidence: (seen) => evidenceOf(seen),
});

/** Grafana has a dashboard with panels, and has it from a file, not from somebody's clicks. */
export const grafanaDashboard = defineCheck({
  name: 'grafana-dashboard',
  params: z.strictObject({ port, uid }),
  reasons: ['no-answer', 'not-allowed', 'no-dashboard', 'empty', 'not-provisioned'],
  probe: (cluster, { port, uid }): Promise<GrafanaSeen> =>
    askPublished(cluster, port, `/api/dashboards/uid/${uid}`),
  judge({ port, uid }, seen) {
    if (seen.kind === 'unasked') return { outcome: 'unknown', message: t`could not ask: ${seen.reason}` };
    if (seen.kind !== 'answer')
      return { outcome: 'fail', reason: 'no-answer', message: silent(port, seen.reason) };
    const { status } = seen.answer;
    const said = messageOf(seen.answer);
    if (status === 401 || status === 403)
      return { outcome: 'fail', reason: 'not-allowed', message: closed(status), settled: true };
    const answer = parse(seen.answer, dashboard);
    if (status !== 200 || !answer)
      return {
        outcome: 'fail',
        reason: 'no-dashboard',
        message: t`Grafana answers ${status} for the dashboard ${uid}: ${said}`,
      };
    const { title, panels } = answer.dashboard;
    if (panels.length === 0)
      return { outcome: 'fail', reason: 'empty', message: t`the dashboard ${title} has no panels` };
    if (!answer.meta.provisioned)
      return {
        outcome: 'fail',
        reason: 'not-provisioned',
        message: t`the dashboard ${title} was made by hand; expected it from a file that Grafana reads when it starts`,
        settled: true,
      };
    return {
      outcome: 'pass',
      message: t`the dashboard ${title} is provisioned, with ${panels.length} panels`,
    };
  },
  evidence: (seen) => evidenceOf(seen),
});

function parse<T>({ body }: HttpAnswer, shape: z.ZodType<T>): T | undefined {
  try {
    return shape.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

function messageOf(answer: HttpAnswer): string {
  return (
    parse(answer, z.object({ message: z.string() }))?.message ??
    JSON.stringify(answer.body.trim().slice(0, 40))
  );
}

function silent(port: number, reason: string): string {
  const why = reason.split(': ').at(-1);
  return t`nothing answers on port ${port} (${why}); expected Grafana`;
}

function closed(status: number): string {
  return t`Grafana answers ${status}: it lets nobody read without logging in; expected that anybody may look (anonymous viewers)`;
}

function evidenceOf(seen: GrafanaSeen) {
  return seen.kind === 'answer' ? { status: seen.answer.status } : { seen: seen.kind };
}
