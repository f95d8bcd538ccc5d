import { t } from 'ttag';
import * as z from 'zod';
import { noSwarm, observeSwarm, swarmEvidence } from '../probes/swarm-view.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  /** Where the swarm shall take the subnets of its overlay networks from, as in 10.20.0.0/16; any where absent. */
  pool: z.string().optional(),
});

/** There is a swarm, and a node that has a say in it. Works where there is none yet: every node's own engine is asked. */
export const swarmFormed = defineCheck({
  name: 'swarm-formed',
  params,
  reasons: ['no-swarm', 'no-say', 'wrong-pool'],
  probe: observeSwarm,
  judge({ pool }, view) {
    if (!view.manager) return noSwarm(view);
    const { name, own } = view.manager;
    const pools = own?.Cluster?.DefaultAddrPool ?? [];
    const from = pools.join(', ') || t`the pool that Docker takes by default`;
    if (pool !== undefined && (pools.length !== 1 || pools[0] !== pool))
      return {
        outcome: 'fail',
        reason: 'wrong-pool',
        message: t`the swarm takes its networks from ${from}; expected ${pool}`,
        settled: true,
      };
    return {
      outcome: 'pass',
      message:
        pool === undefined
          ? t`${name} has a say in a swarm`
          : t`${name} has a say in a swarm, whose networks come from ${pool}`,
    };
  },
  evidence: (view) => ({ ...swarmEvidence(view), pools: view.manager?.own?.Cluster?.DefaultAddrPool }),
});
