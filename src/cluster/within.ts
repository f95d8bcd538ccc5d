import { SwarmlabError } from '../errors/index.ts';

/** What `work` gives, or E_TIMEOUT after `ms`; what is still under way then is left to itself. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new SwarmlabError('E_TIMEOUT', `no answer within ${ms / 1000} s`, {
          fix: 'Run the same command again.',
        }),
      );
    }, ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
