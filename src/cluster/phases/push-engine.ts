import { t } from 'ttag';
import { pushEngine as push } from '../../engine/push.ts';
import { checkPreinstalled } from '../../engine/sources/preinstalled.ts';
import type { Cluster } from '../cluster.ts';
import type { ClusterNode } from '../node.ts';
import type { NodePhase } from '../phase.ts';

/** The engine bundle, fetched once for all nodes, goes onto each that does not have it. */
export const pushEngine: NodePhase = {
  id: 'push-engine',
  get title() {
    return t`Push the engine`;
  },
  scope: 'node',
  async run(node, cluster, report) {
    const bundle = await cluster.engineBundle(archOf(node), report);
    if (bundle === 'preinstalled') {
      const version = await checkPreinstalled(node.remote);
      return t`Docker ${version}, preinstalled`;
    }
    const { arch, glibc, tools } = node.facts;
    const zstd = tools.has('zstd');
    const { outcome, compression } = await push(
      node.remote,
      bundle,
      { arch, glibc, zstd },
      report,
      cluster.now,
    );
    if (outcome === 'pushed') node.engineChanged = true;
    const what = `Docker ${bundle.manifest.version}`;
    return outcome === 'present'
      ? t`${what} is there`
      : t`${what} from ${bundle.manifest.source}, ${compression}`;
  },
  async dryRun(node, cluster) {
    return describePlan(node, cluster);
  },
};

/** Validation has let only known architectures through. */
function archOf(node: ClusterNode): 'amd64' | 'arm64' {
  return node.facts.arch === 'arm64' ? 'arm64' : 'amd64';
}

function describePlan(node: ClusterNode, { topology, kit }: Cluster): string {
  const { source, version } = topology.engine;
  const wanted = version ?? t`the pinned version`;
  const engine = kit ? t`the Docker of the kit ${kit.from}` : t`${wanted} of Docker (source: ${source})`;
  const present = node.facts.engine?.version;
  return present
    ? t`nothing if its Docker ${present} is ${engine}, else would push that`
    : t`would push ${engine}`;
}
