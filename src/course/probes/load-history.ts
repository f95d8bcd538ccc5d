import type { SeriesOverTime } from './prometheus.ts';

/** One moment of a service under load. `at`: seconds since 1970. */
export interface LoadSample {
  at: number;
  load: number;
  tasks: number;
}

/** What a service was under: load that its fewest tasks could not bear, and what became of it. All times in seconds since 1970. */
export interface Episode {
  /** The first and the last moment at which the fewest tasks were too few. */
  from: number;
  to: number;
  /** The samples from `from` to the next episode, or to the newest one. */
  samples: readonly LoadSample[];
}

/** The moments for which both numbers are known; each of the two is a query that gives one series. */
export function samplesOf(load: readonly SeriesOverTime[], tasks: readonly SeriesOverTime[]): LoadSample[] {
  const counts = new Map(tasks[0]?.values.map(([at, value]) => [at, Number(value)]));
  return (load[0]?.values ?? []).flatMap(([at, value]): LoadSample[] => {
    const count = counts.get(at);
    return count === undefined ? [] : [{ at, load: Number(value), tasks: count }];
  });
}

/** The times under load, oldest first. A dip shorter than `rest` seconds does not end one. */
export function episodesIn(samples: readonly LoadSample[], bearable: number, rest: number): Episode[] {
  const spans: { from: number; to: number }[] = [];
  for (const { at, load } of samples) {
    if (load <= bearable) continue;
    const last = spans.at(-1);
    if (last && at - last.to < rest) last.to = at;
    else spans.push({ from: at, to: at });
  }
  return spans.map(({ from, to }, i) => {
    const until = spans[i + 1]?.from ?? Number.POSITIVE_INFINITY;
    return { from, to, samples: samples.filter(({ at }) => at >= from && at < until) };
  });
}
