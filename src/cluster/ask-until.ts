import pRetry from 'p-retry';
import type { Cluster } from './cluster.ts';

/**
 * Asks every 100 to 200 ms until the answer is settled or `milliseconds` are over, and returns the last answer. Throws what `ask` throws, and
 * E_INTERRUPTED.
 */
export async function askUntil<T>(
  ask: () => Promise<T>,
  isSettled: (answer: T) => boolean,
  milliseconds: number,
  { now, signal }: Pick<Cluster, 'now' | 'signal'>,
): Promise<T> {
  const end = now() + milliseconds;
  const look = async () => {
    const answer = await ask();
    if (!isSettled(answer) && now() < end) throw new Unsettled();
    return answer;
  };
  const shouldRetry = ({ error }: { error: Error }) => error instanceof Unsettled;
  return pRetry(look, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 100,
    maxTimeout: 200,
    shouldRetry,
    signal,
  });
}

class Unsettled extends Error {}
