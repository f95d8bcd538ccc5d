import { publicBox } from '../../config/public-box.ts';
import type { Topology } from '../../config/schema.ts';
import type { DetectedProvider } from '../../provider/detect.ts';
import type { Answers } from './answers.ts';

/**
 * The box that Enter takes. That of an existing swarmlab.yaml stays, unless it is the public one of another hypervisor than
 * is asked for now; a new cluster gets the public one for its hypervisor, or for the only one that is found.
 */
export function presetBox(
  existing: Topology | undefined,
  { hypervisor }: Pick<Answers, 'hypervisor'>,
  detected: readonly DetectedProvider[],
): string {
  if (existing) {
    const { box, provider } = existing.vagrant;
    return hypervisor && box === publicBox(provider).name ? publicBox(hypervisor).name : box;
  }
  const found = detected.find(({ name }) => name === 'vagrant')?.hypervisors ?? [];
  return publicBox(hypervisor ?? (found.length === 1 ? found[0] : undefined)).name;
}
