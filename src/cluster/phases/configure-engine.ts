import { configureEngine as configure } from '../../engine/configure.ts';
import type { NodePhase } from '../phase.ts';

/** Addresses that cannot collide with the lab network or a hypervisor's NAT, before the engine's first start. */
export const configureEngine: NodePhase = {
  id: 'configure-engine',
  title: 'Configure the engine',
  scope: 'node',
  async run(node, cluster) {
    const outcome = await configure(node.remote, cluster.topology.network);
    if (outcome === 'changed') node.engineChanged = true;
    return outcome === 'changed' ? 'daemon.json written' : 'daemon.json is as it should be';
  },
  async dryRun() {
    return 'would write daemon.json where it differs';
  },
};
