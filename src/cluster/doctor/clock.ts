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
      seen: 'nothing to compare it with: no node runs, Docker Hub is out of reach',
    };
  const needed = `within ${skewAllowed} s`;
  const off = clocks.filter(({ seconds }) => Math.abs(seconds) > skewAllowed);
  if (off.length === 0) return { outcome: 'ok', seen: `as ${clocks.map(({ of }) => of).join(', ')}`, needed };
  const seen = off.map(
    ({ of, seconds }) => `${of} is ${Math.round(Math.abs(seconds))} s ${seconds > 0 ? 'ahead' : 'behind'}`,
  );
  const fix =
    'Set the clocks: `sudo timedatectl set-ntp true` here and on the nodes; VMs that were suspended: swarmlab stop, swarmlab start.';
  return { outcome: 'warn', seen: seen.join(', '), needed, fix };
}
