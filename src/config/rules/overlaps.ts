import { t } from 'ttag';
import type { Draft } from '../draft.ts';
import { freeNetwork } from '../free-network.ts';
import { networkOf, overlap } from '../ipv4.ts';
import type { Finding } from '../problem.ts';
import { topologySchema } from '../schema.ts';

const keys = ['subnet', 'overlayPool', 'bip', 'addressPool'] as const;
const defaults = topologySchema.shape.network.parse({});

/** The lab network and the networks inside the nodes must have no address in common: one of them would be unreachable. */
export function overlapFindings({ network }: Draft): Finding[] {
  return keys.flatMap((later, i) =>
    keys.slice(0, i).flatMap((earlier): Finding[] => {
      const [a, b] = [networkOf(network[earlier]), networkOf(network[later])];
      if (!a || !b || !overlap(a, b)) return [];
      const [other, got] = [network[earlier], network[later]];
      const message =
        got === defaults[later]
          ? t`network.${later} overlaps network.${earlier} ${other} (got "${got}", the default)`
          : t`network.${later} overlaps network.${earlier} ${other} (got "${got}")`;
      // Node addresses hang on the subnet, so the other one is what to change.
      const free = freeNetwork(later, Object.values({ ...network, [later]: '' }));
      return [
        {
          severity: 'error',
          path: ['network', later],
          otherwise: ['network', earlier],
          message,
          fix: free ? t`write \`${later}: ${free}\` under \`network:\`` : t`move network.${later} elsewhere`,
        },
      ];
    }),
  );
}
