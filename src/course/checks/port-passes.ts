import { t } from 'ttag';
import * as z from 'zod';
import { briefTries, tryPortOnEveryNode } from '../probes/connects.ts';
import { couldNotAsk, type Sample, unusableNodes } from '../probes/reach.ts';
import { noSwarm, observeSwarm, type SwarmView } from '../probes/swarm-view.ts';
import { defineCheck, type Verdict } from './check-type.ts';

const params = z.strictObject({
  /** A TCP port that nodes listen on for each other. */
  port: z.int().min(1).max(65535),
  /** Who listens on it. */
  of: z.enum(['managers', 'nodes']).default('nodes'),
});
type Params = z.output<typeof params>;

const reasons = ['no-swarm', 'no-say', 'closed', 'refused', 'elsewhere'] as const;
type Reason = (typeof reasons)[number];

/** What was seen: the swarm, and whether each node could connect to each node. */
export interface PassesSeen {
  view: SwarmView;
  samples: readonly Sample<true>[];
}

/**
 * Every node gets a TCP connection to those that listen on a port. One that is refused went through, and found nobody; one without any
 * answer met a firewall. Where a worker opened its own port instead of the manager's, that is told.
 */
export const portPasses = defineCheck({
  name: 'port-passes',
  params,
  reasons,
  async probe(cluster, { port }): Promise<PassesSeen> {
    const [view, samples] = await Promise.all([observeSwarm(cluster), tryPortOnEveryNode(cluster, port)]);
    return { view, samples };
  },
  judge(params, { view, samples }, before): Verdict<Reason> {
    if (!view.manager) return noSwarm(view);
    const unusable = unusableNodes(samples);
    const lost = lostIn(params, view, samples).filter(
      ({ from, to }) => !unusable.has(from) && !unusable.has(to),
    );
    const [first] = lost;
    if (first)
      return {
        outcome: 'fail',
        ...told(params, first, lost, samples),
        settled: before !== undefined && lostIn(params, before.view, before.samples).length > 0,
      };
    const unknown = couldNotAsk(unusable);
    if (unknown) return unknown;
    const { port } = params;
    const who = listeners(params, view).join(', ');
    return { outcome: 'pass', message: t`tcp/${port} of ${who}: every node gets through` };
  },
  evidence: ({ samples }) => ({ tried: briefTries(samples) }),
});

function listeners({ of }: Params, { nodes }: SwarmView): string[] {
  return nodes.flatMap(({ name, own }) => (of === 'nodes' || own?.ControlAvailable ? [name] : []));
}

function lostIn(params: Params, view: SwarmView, samples: readonly Sample<true>[]): Sample<true>[] {
  const wanted = listeners(params, view);
  return samples.filter(
    ({ to, result }) => wanted.includes(to) && result.kind !== 'answer' && result.kind !== 'unasked',
  );
}

function told(
  { port, of }: Params,
  { from, to, result }: Sample<true>,
  lost: readonly Sample<true>[],
  samples: readonly Sample<true>[],
): { reason: Reason; message: string } {
  if (result.kind === 'refused')
    return {
      reason: 'refused',
      message: t`tcp/${port}: ${to} refuses ${from}; nobody listens there, or a firewall says so`,
    };
  const back = samples.find((sample) => sample.from === to && sample.to === from);
  if (of === 'managers' && back?.result.kind === 'refused')
    return {
      reason: 'elsewhere',
      message: t`tcp/${port}: ${to} gives no answer to ${from}; it is open on ${from} instead, where nobody listens`,
    };
  const pairs = lost.map((sample) => `${sample.from} -> ${sample.to}`).join(', ');
  return { reason: 'closed', message: t`tcp/${port}: no answer, so a firewall is between (${pairs})` };
}
