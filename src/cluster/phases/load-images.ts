import { t } from 'ttag';
import { loadImages as load } from '../../images/load.ts';
import { loadLabImages } from '../lab-images.ts';
import type { NodePhase } from '../phase.ts';

/**
 * Our own lab images go into every node's engine, so that nobody's class waits for a registry, and those of others for the labs
 * that the plan names. One that cannot be had keeps nobody from the rest: its name is told, and its checks are skipped.
 */
export const loadImages: NodePhase = {
  id: 'load-images',
  get title() {
    return t`Load the lab images`;
  },
  scope: 'node',
  async run(node, cluster, report) {
    const arch = node.facts.arch === 'arm64' ? 'arm64' : 'amd64';
    const bundle = await cluster.imageBundle(arch, report);
    const outcome = await load(node, bundle, report);
    const ours = new Set(bundle.images.map(({ name, tag }) => `${name}:${tag}`));
    const others = (await cluster.chosenImages()).filter((image) => !ours.has(image));
    const { state } = cluster;
    // What could not be had is tried again by `lab start`, not whenever a cluster comes up: that may take long where wifi is bad.
    const tried = others.filter((image) => !state.isLacking(image));
    await state.tried(tried, await loadLabImages(node, cluster, tried, report));
    const missing = others.filter((image) => state.isLacking(image));
    const count = ours.size + others.length - missing.length;
    const summary = outcome === 'present' ? t`${count} images are there` : t`${count} images loaded`;
    const names = missing.join(', ');
    return missing.length > 0 ? t`${summary}; not to be had: ${names}` : summary;
  },
  async dryRun() {
    return t`would load the images that its engine does not have`;
  },
};
