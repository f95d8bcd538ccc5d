import { t } from 'ttag';
import { canBalance } from '../kernel/modules.ts';
import { installMesh } from '../mesh/install.ts';
import { sharesIpvs } from '../mesh/ipvs.ts';
import type { NodePhase } from '../phase.ts';

const hasIpvs = () => t`the kernel has IPVS`;

/** Published ports and service VIPs work also where the kernel has no IPVS. */
export const startMesh: NodePhase = {
  id: 'start-mesh',
  get title() {
    return t`Start the routing mesh`;
  },
  scope: 'node',
  skip(node) {
    return node.facts.ipvs ? hasIpvs() : undefined;
  },
  async run(node) {
    if (!node.facts.modules.own && (await sharesIpvs(node.remote))) {
      node.gathered({ ...node.facts, ipvs: true });
      return hasIpvs();
    }
    const outcome = await installMesh(node.remote, { systemd: node.facts.systemd });
    return outcome === 'started' ? t`nftables fill in for IPVS` : t`runs already`;
  },
  async dryRun({ facts: { modules } }) {
    if (canBalance(modules)) return t`nothing: the kernel has IPVS once it is loaded`;
    return t`would let nftables fill in for IPVS unless they do`;
  },
};
