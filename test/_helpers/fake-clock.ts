import type { Clock } from '../../src/course/clock.ts';

/**
 * A clock on which sleeping takes no time but counts. A sleep that can be called off is one that waits for something else: with
 * `nothingAnswers` it ends at once, otherwise only when it is called off.
 */
export function fakeClock({ nothingAnswers = false } = {}): Clock {
  let time = 0;
  return {
    now: () => time,
    async sleep(ms, signal) {
      if (signal && !nothingAnswers)
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      time += ms;
    },
  };
}
