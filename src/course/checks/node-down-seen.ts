import { t } from 'ttag';
import * as z from 'zod';
import { askSamples, type Said, type SeriesOverTime } from '../probes/prometheus.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** The port on every node that leads to Prometheus. */
  port: z.int().min(1).max(65535),
  /** A selector in PromQL that gives one series for each node that is scraped. */
  series: z.string().min(1),
  /** The label that names the node. */
  label: z.string().min(1),
  /** How far back to look. */
  minutes: z.int().min(1).max(120).default(30),
  /** How long a node has to be missing: longer than the restart of a task leaves a gap. */
  seconds: z.int().min(1).default(20),
});

/** What was seen: the samples of the last minutes, as they were scraped. */
export type HistorySeen = Said<SeriesOverTime[]>;

/** A node that was missing, all times in seconds since 1970. */
interface Absence {
  node: string;
  from: number;
  to: number;
}

/**
 * Prometheus has seen a node go and come back: its samples stop for a while and go on, while other nodes' never stopped. That is
 * history, so it is true also when every node is there again.
 */
export const nodeDownSeen = defineCheck({
  name: 'node-down-seen',
  params,
  reasons: ['no-answer', 'no-series', 'never-down', 'too-short', 'still-down'],
  probe: (cluster, { port, series, minutes }): Promise<HistorySeen> =>
    askSamples(cluster, port, `${series}[${minutes}m]`),
  judge({ series, label, minutes, seconds }, said) {
    if (said.kind === 'unasked') return { outcome: 'unknown', message: said.message };
    const expected = t`expected one node to be missing for ${seconds} s or more, the others not, and to be back`;
    if (said.kind !== 'data')
      return { outcome: 'fail', reason: 'no-answer', message: `${said.message}; ${expected}` };
    const times = timesByNode(said.data, label);
    if (times.size === 0)
      return {
        outcome: 'fail',
        reason: 'no-series',
        message: t`there is no ${series} in the last ${minutes} min`,
      };
    const absences = absencesIn(times);
    const [seen] = absences.filter(({ from, to }) => to - from >= seconds);
    if (seen) {
      const length = lengthOf(seen);
      const from = clock(seen.from);
      return {
        outcome: 'pass',
        message: t`${seen.node} was missing for ${length} s from ${from}, the others were not, and it is back`,
      };
    }
    const [gone] = goneNodes(times, seconds);
    if (gone) {
      const from = clock(gone.from);
      return {
        outcome: 'fail',
        reason: 'still-down',
        message: t`${gone.node} has been missing since ${from}; ${expected}`,
      };
    }
    const [short] = absences.toSorted((a, b) => b.to - b.from - (a.to - a.from));
    const nodes = [...times.keys()].sort().join(', ');
    if (short && short.to - short.from >= seconds / 2) {
      const length = lengthOf(short);
      return {
        outcome: 'fail',
        reason: 'too-short',
        message: t`${short.node} was missing for ${length} s alone; ${expected}`,
        settled: true,
      };
    }
    return {
      outcome: 'fail',
      reason: 'never-down',
      message: t`in the last ${minutes} min none of ${nodes} was missing; ${expected}`,
      settled: true,
    };
  },
  evidence: (said, { label, seconds }) =>
    said.kind === 'data'
      ? {
          absences: absencesIn(timesByNode(said.data, label))
            .filter(({ from, to }) => to - from >= seconds / 2)
            .slice(0, 6)
            .map((one) => ({ node: one.node, from: clock(one.from), seconds: lengthOf(one) })),
        }
      : { said: said.message },
});

/** When each node was scraped, oldest first; a node's tasks may have had many addresses, each with a series of its own. */
function timesByNode(series: readonly SeriesOverTime[], label: string): Map<string, number[]> {
  const times = new Map<string, number[]>();
  for (const { metric, values } of series) {
    const node = metric[label];
    if (node) times.set(node, [...(times.get(node) ?? []), ...values.map(([at]) => at)]);
  }
  for (const own of times.values()) own.sort((a, b) => a - b);
  return times;
}

/** Gaps in one node's samples during which all other nodes had some at any time: what Prometheus itself missed is none. */
function absencesIn(times: ReadonlyMap<string, readonly number[]>): Absence[] {
  return [...times].flatMap(([node, own]) =>
    own.slice(1).flatMap((to, at): Absence[] => {
      const from = own[at] ?? to;
      return othersWereThere(times, node, from, to) ? [{ node, from, to }] : [];
    }),
  );
}

/** Nodes whose newest sample is older than the others' by `seconds`. */
function goneNodes(times: ReadonlyMap<string, readonly number[]>, seconds: number): Absence[] {
  const newest = Math.max(...[...times.values()].map((own) => own.at(-1) ?? 0));
  return [...times].flatMap(([node, own]): Absence[] => {
    const from = own.at(-1) ?? 0;
    return newest - from >= seconds ? [{ node, from, to: newest }] : [];
  });
}

/**
 * Whether every other node was scraped in the middle of the time between: Prometheus itself was there then. Alone, a node tells
 * nothing.
 */
function othersWereThere(
  times: ReadonlyMap<string, readonly number[]>,
  node: string,
  from: number,
  to: number,
): boolean {
  const third = (to - from) / 3;
  const others = [...times].filter(([name]) => name !== node);
  return (
    others.length > 0 &&
    others.every(([, own]) => own.some((time) => time >= from + third && time <= to - third))
  );
}

function lengthOf({ from, to }: Absence): number {
  return Math.round(to - from);
}

function clock(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(11, 19)} UTC`;
}
