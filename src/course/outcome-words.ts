import { t } from 'ttag';
import type { Outcome } from './outcome.ts';

/** An outcome for people; what programs read has the outcome itself. */
export function outcomeWord(outcome: Outcome): string {
  return { pass: t`pass`, fail: t`fail`, skip: t`skip`, unknown: t`unknown` }[outcome];
}
