import { t } from 'ttag';
import type { Verdict } from '../../provider/diagnosis.ts';
import { skewAllowed } from '../validation.ts';

/** Another clock, and how many seconds it is ahead of this computer's. */
export interface OtherClock {
  /** As in `core-01`. */
  of: string;
  seconds: number;
}

/** This computer's clock against those that could be looked at. */
export function judgeClock(clocks: readonly OtherClock[]): Verdict {
  const [first] = clocks;
  if (!first)
    return {
      outcome: 'unknown',
      seen: t`nothing to compare it with: no node runs, Docker Hub is out of reach`,
    };
  const needed = t`within ${skewAllowed} s`;
  const off = clocks.filter(({ seconds }) => Math.abs(seconds) > skewAllowed);
  const others = clocks.map(({ of }) => of).join(', ');
  if (off.length === 0) return { outcome: 'ok', seen: t`as ${others}`, needed };
  const seen = off.map(({ of, seconds }) => {
    const skew = Math.round(Math.abs(seconds));
    return seconds > 0 ? t`${of} is ${skew} s ahead` : t`${of} is ${skew} s behind`;
  });
  const fix = t`Set the clocks: \`sudo timedatectl set-ntp true\` here and on the nodes; VMs that were suspended: swarmlab stop, swarmlab start.`;
  return { outcome: 'warn', seen: seen.join(', '), needed, fix };
}
