import { t } from 'ttag';
import { hasCode, SwarmlabError } from '../errors/index.ts';
import type { Answer, Check } from './checks/check-type.ts';
import type { Clock } from './clock.ts';
import type { LabCluster } from './lab-cluster.ts';

/** How long and how often a check is asked. */
export interface PollOptions {
  clock: Clock;
  /** When to give up, in the clock's milliseconds; read anew after each answer. */
  end: () => number;
  /** Milliseconds between two questions; default 200. */
  interval?: number;
  /** Milliseconds after which one that cannot be asked is not asked any more; until the end when absent. */
  unknownFor?: number;
}

/** Even a check that is asked at the end gets this long to answer, in milliseconds; times the cluster's pace. */
const leastPatience = 4000;

/**
 * Asks a check until it passes or can no longer pass, or until another question would not end in time; gives the last
 * answer. Asks at least twice.
 */
export async function pollCheck(check: Check, cluster: LabCluster, options: PollOptions): Promise<Answer> {
  const { clock, end, interval = 200, unknownFor = Number.POSITIVE_INFINITY } = options;
  let unknownSince: number | undefined;
  for (let poll = 1; ; poll++) {
    const started = clock.now();
    const patience = Math.max(end() - started, leastPatience * cluster.pace);
    const answer = await askWithin(check, cluster, clock, patience);
    const { verdict } = answer;
    if (answer.hung || verdict.outcome === 'pass' || verdict.outcome === 'skip') return answer;
    if (verdict.outcome === 'fail' && verdict.settled) return answer;
    unknownSince = verdict.outcome === 'unknown' ? (unknownSince ?? started) : undefined;
    if (poll >= 2 && unknownSince !== undefined && clock.now() - unknownSince >= unknownFor) return answer;
    const took = clock.now() - started;
    if (poll >= 2 && clock.now() + interval + took > end()) return answer;
    await clock.sleep(interval);
  }
}

/** An answer, or that there was none. */
export interface Asked extends Answer {
  /** Nothing came back: asking again would hang as well. */
  hung?: boolean;
}

/** Asks once; `unknown`, with whom it waited for, where no answer comes in `ms`. Throws E_INTERRUPTED, and defects. */
export async function askWithin(check: Check, cluster: LabCluster, clock: Clock, ms: number): Promise<Asked> {
  const done = new AbortController();
  const hangs = clock.sleep(ms, done.signal).then((): Asked => {
    const who = cluster.owing?.(ms / 2).join(', ') || t`the cluster`;
    const seconds = Math.ceil(ms / 1000);
    const message = t`no answer from ${who} in ${seconds} s`;
    return { verdict: { outcome: 'unknown', message }, hung: true };
  });
  try {
    return await Promise.race([check.ask(cluster), hangs]);
  } catch (error) {
    if (hasCode(error, 'E_INTERRUPTED')) throw error;
    // Could not ask: nothing is said about the lab. Anything that is no SwarmlabError is a defect of ours.
    if (!(error instanceof SwarmlabError)) throw error;
    return { verdict: { outcome: 'unknown', message: error.message } };
  } finally {
    done.abort();
  }
}
