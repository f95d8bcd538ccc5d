import { t } from 'ttag';
import { hostArch } from '../../provider/host-arch.ts';
import type { Cluster } from '../cluster.ts';
import type { NodePhase } from '../phase.ts';

/**
 * The provider makes or starts the machine; where it runs already, this only asks. What a new machine will be given is
 * fetched meanwhile.
 */
export const makeMachines: NodePhase = {
  id: 'make-machines',
  get title() {
    return t`Make machines`;
  },
  scope: 'node',
  skip(node) {
    return node.isConnected && node.isReached ? t`it runs already` : undefined;
  },
  async run(node, cluster, report) {
    const states = await cluster.provider.list();
    const before = states.get(node.name) ?? 'missing';
    if (before !== 'running') await cluster.checkComputer(states);
    if (before === 'missing') fetchAhead(cluster);
    const together = cluster.nodes.map(({ name }) => name);
    node.reachedAt(await cluster.provider.ensure(node.name, report, together));
    if (before === 'running') return t`runs already`;
    return before === 'stopped' ? 'started' : 'made';
  },
  async dryRun(node, cluster) {
    const state = (await cluster.provider.list()).get(node.name) ?? 'missing';
    if (state === 'running') return t`nothing: it runs already`;
    return state === 'stopped' ? t`would start it` : t`would make it`;
  },
};

/** Machines that we make are of this computer's architecture. Why something could not be had is told by the phase that needs it. */
function fetchAhead(cluster: Cluster): void {
  for (const bundle of [cluster.engineBundle(hostArch, () => {}), cluster.imageBundle(hostArch, () => {})])
    bundle.catch(() => {});
}
