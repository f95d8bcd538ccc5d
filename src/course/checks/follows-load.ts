import { t } from 'ttag';
import * as z from 'zod';
import { type Episode, episodesIn, type LoadSample, samplesOf } from '../probes/load-history.ts';
import { askSamples, type Said, type SeriesOverTime } from '../probes/prometheus.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  /** The port on every node that leads to Prometheus. */
  port: z.int().min(1).max(65535),
  /** In PromQL, one series: the load, as in `sum(rate(whoami_requests_total[10s]))`. */
  load: z.string().min(1),
  /** In PromQL, one series: how many tasks there are, as in `count(up{job="web"})`. */
  tasks: z.string().min(1),
  /** How much load one task shall bear. */
  each: z.number().positive(),
  /** The fewest tasks, which there are without load. */
  min: z.int().min(1),
  /** The most tasks that there may be. */
  max: z.int().min(2),
  /** Seconds after which load has to have brought more tasks. */
  quick: z.int().min(1),
  /** Seconds for which fewer tasks have to have been enough before one goes. */
  slow: z.int().min(1),
  /** How far back to look. */
  minutes: z.int().min(1).max(120).default(30),
});
type Params = z.output<typeof params>;

const reasons = [
  'no-answer',
  'no-series',
  'no-load',
  'never-up',
  'slow-up',
  'too-few',
  'too-many',
  'too-quick-down',
  'under-way',
] as const;
type Reason = (typeof reasons)[number];

/** Seconds between two samples: what Prometheus is asked for, not how often it scrapes. */
const step = 2;

/** What was seen: load and tasks of the last minutes. */
export interface LoadSeen {
  load: Said<SeriesOverTime[]>;
  tasks: Said<SeriesOverTime[]>;
}

/**
 * The tasks of a service have followed its load: more came soon after the load, as many as it needs and no more than allowed; each went
 * only when fewer had been enough for a while; and the fewest are there again. That is history, so it stays true afterwards.
 */
export const followsLoad = defineCheck({
  name: 'follows-load',
  params,
  reasons,
  async probe(cluster, { port, load, tasks, minutes }): Promise<LoadSeen> {
    const over = (query: string) => askSamples(cluster, port, `(${query})[${minutes}m:${step}s]`);
    const [loads, counts] = await Promise.all([over(load), over(tasks)]);
    return { load: loads, tasks: counts };
  },
  judge(params, { load, tasks }) {
    if (load.kind !== 'data') return unanswered(load);
    if (tasks.kind !== 'data') return unanswered(tasks);
    const samples = samplesOf(load.data, tasks.data);
    const newest = samples.at(-1);
    if (!newest) {
      const [query, minutes] = [load.data.length === 0 ? params.load : params.tasks, params.minutes];
      const message = t`Prometheus knows nothing of ${query} in the last ${minutes} min; expected that it knows load and tasks`;
      return { outcome: 'fail', reason: 'no-series', message };
    }
    return judgeSamples(params, samples, newest);
  },
  evidence({ load, tasks }, { each, min, slow }) {
    if (load.kind !== 'data') return { said: load.message };
    if (tasks.kind !== 'data') return { said: tasks.message };
    const episodes = episodesIn(samplesOf(load.data, tasks.data), each * min, slow);
    return {
      episodes: episodes.slice(-3).map(({ from, to, samples }) => ({
        from: new Date(from * 1000).toISOString(),
        seconds: to - from,
        load: Math.max(...samples.map((one) => one.load)),
        tasks: changesOf(samples, from),
      })),
    };
  },
});

function unanswered({ kind, message }: Exclude<Said<unknown>, { kind: 'data' }>): Verdict<Reason> {
  if (kind === 'unasked') return { outcome: 'unknown', message };
  return { outcome: 'fail', reason: 'no-answer', message: t`${message}; expected Prometheus` };
}

/** Any time under load at which all was right is enough; else the newest one tells what was wrong. */
function judgeSamples(params: Params, samples: readonly LoadSample[], newest: LoadSample): Verdict<Reason> {
  const { each, min, slow, minutes } = params;
  const bearable = each * min;
  const episodes = episodesIn(samples, bearable, slow);
  const verdicts = episodes.map((episode) => judgeEpisode(params, episode, newest));
  const good = verdicts.findLast(({ outcome }) => outcome === 'pass');
  if (good) return good;
  const last = verdicts.at(-1);
  if (last) return last;
  const most = rounded(Math.max(...samples.map(({ load }) => load)));
  const message = t`in the last ${minutes} min the load was ${most} at most; expected more than ${bearable}, which ${min} can bear`;
  return { outcome: 'fail', reason: 'no-load', message };
}

function judgeEpisode(params: Params, episode: Episode, newest: LoadSample): Verdict<Reason> {
  const { each, min, max, quick, slow } = params;
  const { from, to, samples } = episode;
  const busy = samples.filter(({ at }) => at <= to);
  const most = rounded(Math.max(...busy.map(({ load }) => load)));
  const peak = Math.max(...samples.map(({ tasks }) => tasks));
  const first = samples.find(({ tasks }) => tasks > min);
  const isOver = newest.at - to >= slow;
  if (!first) {
    const waited = Math.round((isOver ? to : newest.at) - from);
    const message = t`a load of ${most} was there for ${waited} s, and the tasks stayed ${min}; expected more within ${quick} s`;
    const late = newest.at - from > quick;
    return { outcome: 'fail', reason: late ? 'never-up' : 'under-way', message, settled: late };
  }
  const rise = Math.round(first.at - from);
  if (rise > quick) {
    const message = t`the first further task came ${rise} s after the load; expected it within ${quick} s`;
    return { outcome: 'fail', reason: 'slow-up', message, settled: true };
  }
  if (samples.some(({ tasks }, at) => tasks > max && (samples[at + 1]?.tasks ?? 0) > max)) {
    const message = t`under a load of ${most} there were ${peak} tasks; expected ${max} at most`;
    return { outcome: 'fail', reason: 'too-many', message, settled: true };
  }
  const early = tooEarly(params, samples);
  if (early) {
    const { tasks, calm } = early;
    const message = t`the tasks became ${tasks} when so few had been enough for ${calm} s; expected ${slow} s or more`;
    return { outcome: 'fail', reason: 'too-quick-down', message, settled: true };
  }
  const now = newest.tasks;
  if (!isOver || now > min) {
    const message = t`under a load of ${most} there were up to ${peak} tasks, now there are ${now}; expected ${min} again after the load`;
    return { outcome: 'fail', reason: 'under-way', message };
  }
  const needed = Math.min(max, Math.ceil(median(busy.map(({ load }) => load)) / each));
  if (peak < needed) {
    const message = t`under a load of ${most} there were ${peak} tasks at most; expected ${needed}`;
    return { outcome: 'fail', reason: 'too-few', message, settled: true };
  }
  const fall = Math.round((samples.findLast(({ tasks }) => tasks > min)?.at ?? to) - to);
  return {
    outcome: 'pass',
    message: t`a load of ${most} brought ${peak} tasks, the first after ${rise} s; ${min} again ${fall} s after it had gone`,
  };
}

/** The first change to fewer tasks that came when so few had been enough for a shorter time than they have to be. */
function tooEarly(
  { each, slow }: Params,
  samples: readonly LoadSample[],
): { tasks: number; calm: number } | undefined {
  for (const [at, sample] of samples.entries()) {
    const before = samples[at - 1];
    // Only for a moment: then it was a task that was replaced.
    const after = samples[at + 1] ?? sample;
    if (!before || Math.max(sample.tasks, after.tasks) >= before.tasks) continue;
    const last = samples.slice(0, at).findLast(({ load }) => load > each * sample.tasks);
    const calm = Math.round(sample.at - (last?.at ?? Number.NEGATIVE_INFINITY));
    if (calm < slow) return { tasks: sample.tasks, calm };
  }
  return undefined;
}

/** How many tasks there were, each with the second after `from` at which it became so. */
function changesOf(samples: readonly LoadSample[], from: number): { after: number; tasks: number }[] {
  return samples
    .filter(({ tasks }, at) => tasks !== samples[at - 1]?.tasks)
    .slice(0, 12)
    .map(({ at, tasks }) => ({ after: Math.round(at - from), tasks }));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
