import { t } from 'ttag';
import * as z from 'zod';
import { noNetwork, observeNetwork } from '../probes/network-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({
  network: z.string().min(1),
  /** Containers that no service made may be attached, too. */
  attachable: z.boolean().default(false),
});

/** A network is an overlay network of the swarm, there for services on every node. */
export const networkCheck = defineCheck({
  name: 'network',
  params,
  reasons: ['missing', 'not-overlay', 'not-swarm', 'not-attachable'],
  probe: (cluster, { network }) => observeNetwork(cluster, network),
  judge({ network: name, attachable }, { network, networks }) {
    const fail = <const Reason extends string>(reason: Reason, message: string) => ({
      outcome: 'fail' as const,
      reason,
      message,
      settled: true,
    });
    if (!network) return fail('missing', noNetwork(name, networks));
    const { Driver, Scope, Attachable } = network;
    if (Driver !== 'overlay')
      return fail(
        'not-overlay',
        t`${name} is a ${Driver} network with scope ${Scope}; expected an overlay network with scope swarm`,
      );
    if (Scope !== 'swarm')
      return fail('not-swarm', t`${name} is an overlay network with scope ${Scope}; expected scope swarm`);
    if (attachable && !Attachable)
      return fail(
        'not-attachable',
        t`${name} is an overlay network, but not attachable; expected attachable`,
      );
    return {
      outcome: 'pass',
      message: Attachable
        ? t`${name} is an overlay network of the swarm, attachable`
        : t`${name} is an overlay network of the swarm`,
    };
  },
  evidence: ({ network }) => ({ network }),
});
