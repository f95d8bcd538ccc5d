import { loadImages as load } from '../../images/load.ts';
import type { NodePhase } from '../phase.ts';

/** The lab images go into every node's engine, so that nobody's class waits for a registry. */
export const loadImages: NodePhase = {
  id: 'load-images',
  title: 'Load the lab images',
  scope: 'node',
  async run(node, cluster, report) {
    const arch = node.facts.arch === 'arm64' ? 'arm64' : 'amd64';
    const bundle = await cluster.imageBundle(arch, report);
    const outcome = await load(node.remote, bundle, report);
    return `${bundle.images.length} images ${outcome === 'present' ? 'are there' : 'loaded'}`;
  },
  async dryRun() {
    return 'would load the images that its engine does not have';
  },
};
