import pRetry from 'p-retry';
import { SwarmlabError } from '../errors/index.ts';
import { changedMeanwhile } from '../errors/known-problems.ts';

/**
 * Does work that can be done again; again, up to three times, where Docker refuses a command because a manager changed the same service or
 * node between Docker's reading and its writing, as at the end of an update. Throws what `work` throws.
 */
export function againIfChanged<T>(work: () => Promise<T>): Promise<T> {
  return pRetry(work, {
    retries: 3,
    minTimeout: 200,
    maxTimeout: 500,
    shouldRetry: ({ error }) => error instanceof SwarmlabError && changedMeanwhile(error.output ?? ''),
  });
}
