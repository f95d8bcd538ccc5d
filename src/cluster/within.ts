import pTimeout from 'p-timeout';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';

/** What `work` gives, or E_TIMEOUT after `ms`; what is still under way then is left to itself. */
export function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const seconds = ms / 1000;
  return pTimeout(work, {
    milliseconds: ms,
    message: new SwarmlabError('E_TIMEOUT', t`no answer within ${seconds} s`, {
      fix: t`Run the same command again.`,
    }),
  });
}
