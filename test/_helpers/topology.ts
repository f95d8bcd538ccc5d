import { defaultTopology } from '../../src/config/default-topology.ts';
import type { Topology } from '../../src/config/schema.ts';

/** The default topology of three nodes, changed as wanted. */
export function topology(changes: Partial<Topology> = {}): Topology {
  return { ...defaultTopology({ cluster: 'lab', provider: changes.provider ?? 'vagrant' }), ...changes };
}
