import { installMesh } from '../mesh/install.ts';
import type { NodePhase } from '../phase.ts';

/** Published ports and service VIPs work also where the kernel has no IPVS. */
export const startMesh: NodePhase = {
  id: 'start-mesh',
  title: 'Start the routing mesh',
  scope: 'node',
  skip(node) {
    return node.facts.ipvs ? 'the kernel has IPVS' : undefined;
  },
  async run(node) {
    const outcome = await installMesh(node.remote, { systemd: node.facts.systemd });
    return outcome === 'started' ? 'nftables fill in for IPVS' : 'runs already';
  },
  async dryRun() {
    return 'would let nftables fill in for IPVS unless they do';
  },
};
