import { publicBox, publicBoxes } from '../../config/public-box.ts';
import type { Topology } from '../../config/schema.ts';
import type { DetectedProvider } from '../../provider/detect.ts';
import type { Answers } from './answers.ts';

/**
 * The box that Enter takes. That of an existing swarmlab.yaml stays, unless it is a public one and the cluster moves to
 * Vagrant, or to another hypervisor. Otherwise it is the public one for the hypervisor that Vagrant will take: the one that is
 * asked for, else that of VAGRANT_DEFAULT_PROVIDER in `env`, else the first found, in the order of the Vagrantfile.
 */
export function presetBox(
  existing: Topology | undefined,
  { provider, hypervisor }: Pick<Answers, 'provider' | 'hypervisor'>,
  detected: readonly DetectedProvider[],
  env: Readonly<NodeJS.ProcessEnv>,
): string {
  const before = existing?.vagrant;
  const moves = existing?.provider !== 'vagrant' && provider === 'vagrant';
  if (before && !(moves && publicBoxes.some(({ name }) => name === before.box))) {
    return hypervisor && before.box === publicBox(before.provider).name
      ? publicBox(hypervisor).name
      : before.box;
  }
  const [first] = detected.find(({ name }) => name === 'vagrant')?.hypervisors ?? [];
  return publicBox(hypervisor ?? before?.provider ?? (env.VAGRANT_DEFAULT_PROVIDER || first)).name;
}
