import * as z from 'zod';
import type { HttpAnswer } from './http-get.ts';

/** Failures that came less than eight seconds after each other: seconds before now of the first and the last, and how many. */
const burst = z.tuple([z.number(), z.number(), z.int()]);

// Source: labs/images/loader/report.sh
const report = z.object({
  targets: z.array(
    z.object({
      /** Address and port, as in `172.17.8.101:4567`. */
      target: z.string(),
      /** Seconds for which it has asked without a standstill; failures of that time are all listed. */
      ran: z.number(),
      /** Seconds since its last request began. */
      idle: z.number(),
      requests: z.int(),
      failed: z.int(),
      /** Connections that gave an answer. */
      connections: z.int(),
      failures: z.array(burst),
      answers: z.record(z.string(), z.int()),
    }),
  ),
});

/** What the loader of one node has asked, and what came of it. All times are seconds before it was asked for it. */
export type LoadReport = z.infer<typeof report>;
export type LoadTarget = LoadReport['targets'][number];

/** The port that loaders tell on. */
export const loaderPort = 4570;

/** A loader's report; undefined where something else answered. */
export function parseLoadReport({ status, body }: HttpAnswer): LoadReport | undefined {
  if (status !== 200) return undefined;
  try {
    return report.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
