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
      const origin = network[later] === defaults[later] ? ', the default' : '';
      // Node addresses hang on the subnet, so the other one is what to change.
      const free = freeNetwork(later, Object.values({ ...network, [later]: '' }));
      return [
        {
          severity: 'error',
          path: ['network', later],
          otherwise: ['network', earlier],
          message: `network.${later} overlaps network.${earlier} ${network[earlier]} (got "${network[later]}"${origin})`,
          fix: free ? `write \`${later}: ${free}\` under \`network:\`` : `move network.${later} elsewhere`,
        },
      ];
    }),
  );
}
