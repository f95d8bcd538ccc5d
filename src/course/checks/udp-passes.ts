import { t } from 'ttag';
import * as z from 'zod';
import { type NoPassage, type Passage, tryDatagrams } from '../probes/datagrams.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  /** A UDP port that all nodes need of each other. */
  port: z.int().min(1).max(65535),
});

const reasons = ['closed', 'unsteady'] as const;
type Reason = (typeof reasons)[number];

type Seen = readonly (Passage | NoPassage)[];

/**
 * Every node's firewall lets datagrams of the other nodes in to a UDP port. Where not even those to a port that nobody uses get in, the
 * way of asking is what it does not like, and nothing is known.
 */
export const udpPasses = defineCheck({
  name: 'udp-passes',
  params,
  reasons,
  probe: (cluster, { port }): Promise<Seen> => tryDatagrams(cluster, port),
  judge({ port }, seen, before): Verdict<Reason> {
    const lost = lostIn(seen);
    if (lost.length > 0) {
      const pairs = lost.map(({ from, to }) => `${from} -> ${to}`).join(', ');
      const settled =
        before !== undefined && lost.every((one) => lostIn(before).some((other) => isSame(one, other)));
      return {
        outcome: 'fail',
        reason: 'closed',
        message: t`udp/${port}: nothing gets in (${pairs})`,
        settled,
      };
    }
    const [untried] = seen.flatMap((one) => ('reason' in one ? [one] : []));
    if (untried) return { outcome: 'unknown', message: untried.reason };
    const passages = seen.flatMap((one) => ('reason' in one ? [] : [one]));
    const blind = passages.find(({ unused }) => unused.came === 0);
    if (blind)
      return {
        outcome: 'unknown',
        message: t`${blind.to} lets in no datagram with a wrong checksum, on whatever port, so udp/${port} cannot be looked at`,
      };
    const isWhole = ({ port }: Passage) => port.came === port.sent;
    const wholeBefore = before?.every((one) => !('reason' in one) && isWhole(one));
    if (!passages.every(isWhole) || !wholeBefore)
      return {
        outcome: 'fail',
        reason: 'unsteady',
        message: t`udp/${port} lets datagrams in, but not yet all of them on two polls in a row`,
      };
    return { outcome: 'pass', message: t`udp/${port}: datagrams of every node get in at every other` };
  },
  evidence: (seen) => ({ tried: seen }),
});

/** Those that got none in where others do. */
function lostIn(seen: Seen): Passage[] {
  return seen.flatMap((one) => ('reason' in one || one.port.came > 0 || one.unused.came === 0 ? [] : [one]));
}

function isSame(one: Passage, other: Passage): boolean {
  return one.from === other.from && one.to === other.to;
}
