import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';

/** What `work` gives, or E_TIMEOUT after `ms`; what is still under way then is left to itself. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const seconds = ms / 1000;
    timer = setTimeout(() => {
      reject(
        new SwarmlabError('E_TIMEOUT', t`no answer within ${seconds} s`, {
          fix: t`Run the same command again.`,
        }),
      );
    }, ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
