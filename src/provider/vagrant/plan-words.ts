import { t } from 'ttag';
import { publicBoxes } from '../../config/public-box.ts';
import type { Topology } from '../../config/schema.ts';

/** Puts the plan's words in the place of the `{words}` of a known problem's sentence; `machine`: whose problem it is. */
export function inPlanWords(sentence: string, topology: Topology, machine?: string): string {
  const { cluster, network, vagrant } = topology;
  const { provider } = vagrant;
  const words: Readonly<Record<string, string>> = {
    subnet: network.subnet,
    cluster,
    box: vagrant.box,
    boxes: publicBoxes.map(({ name, serves }) => t`${name} is for ${serves}`).join('; '),
    hypervisor: provider ? t`no ${provider}` : t`no hypervisor`,
    machine: machine ? t`machine ${machine}` : t`a machine`,
    // libvirt's name of a machine, as the Vagrantfile makes it; its disk is named alike.
    domain: `swarmlab-${cluster}-${machine ?? 'NAME'}`,
  };
  return sentence.replaceAll(/\{([a-z]+)\}/g, (all, word: string) => words[word] ?? all);
}
