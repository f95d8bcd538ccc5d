import { publicBoxes } from '../../config/public-box.ts';
import type { Topology } from '../../config/schema.ts';

/** Puts the plan's words in the place of the `{words}` of a known problem's sentence; `machine`: whose problem it is. */
export function inPlanWords(sentence: string, topology: Topology, machine?: string): string {
  const { cluster, network, vagrant } = topology;
  const words: Readonly<Record<string, string>> = {
    subnet: network.subnet,
    cluster,
    box: vagrant.box,
    boxes: publicBoxes.map(({ name, serves }) => `${name} is for ${serves}`).join('; '),
    hypervisor: `no ${vagrant.provider ?? 'hypervisor'}`,
    machine: machine ? `machine ${machine}` : 'a machine',
    // libvirt's name of a machine, as the Vagrantfile makes it; its disk is named alike.
    domain: `swarmlab-${cluster}-${machine ?? 'NAME'}`,
  };
  return sentence.replaceAll(/\{([a-z]+)\}/g, (all, word: string) => words[word] ?? all);
}
