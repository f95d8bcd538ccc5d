import { t } from 'ttag';
import { configureEngine as configure } from '../../engine/configure.ts';
import type { NodePhase } from '../phase.ts';

/** Addresses that cannot collide with the lab network or a hypervisor's NAT, before the engine's first start. */
export const configureEngine: NodePhase = {
  id: 'configure-engine',
  get title() {
    return t`Configure the engine`;
  },
  scope: 'node',
  async run(node, cluster) {
    const outcome = await configure(node.remote, cluster.topology.network);
    if (outcome === 'changed') node.engineChanged = true;
    return outcome === 'changed' ? t`daemon.json written` : t`daemon.json is as it should be`;
  },
  async dryRun() {
    return t`would write daemon.json where it differs`;
  },
};
