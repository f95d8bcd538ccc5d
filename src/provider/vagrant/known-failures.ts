import { publicBoxes } from '../../config/public-box.ts';
import type { Topology } from '../../config/schema.ts';
import type { ErrorCode } from '../../errors/index.ts';

/** A failure of Vagrant that we know a better way out of than its own text. */
export interface KnownFailure {
  pattern: RegExp;
  code: ErrorCode;
  /** It happens to one machine, not to all of them. */
  ofMachine?: true;
  message: (topology: Topology, machine: string | undefined) => string;
  fix: (topology: Topology, machine: string | undefined) => string;
}

const otherName =
  'Take another `cluster:` in swarmlab.yaml and run `swarmlab init`, or remove those machines (`vagrant global-status`)';
const boxes = publicBoxes.map(({ name, serves }) => `${name} is for ${serves}`).join('; ');

export const knownFailures: readonly KnownFailure[] = [
  {
    pattern: /not within the\s+allowed ranges/,
    code: 'E_HOSTONLY_RANGE',
    message: ({ network }) => `VirtualBox allows no host-only network at ${network.subnet}`,
    fix: ({ network }) =>
      `As root, add the line \`* ${network.subnet}\` to /etc/vbox/networks.conf (make the file if it is not there), then run \`swarmlab up\` again.`,
  },
  {
    pattern:
      /No usable default provider|isn't usable on this\s+system|could not detect VirtualBox|provider '[^']*' could not be found/,
    code: 'E_VAGRANT',
    message: ({ vagrant }) =>
      vagrant.provider ? `Vagrant cannot use ${vagrant.provider} here` : 'Vagrant finds no hypervisor here',
    fix: () =>
      'Install VirtualBox (https://www.virtualbox.org/wiki/Downloads), or libvirt with the plugin vagrant-libvirt, or take `provider: docker`.',
  },
  {
    pattern:
      /could not be found or\s+could not be accessed|Box '[^']*' could not be found(?!\. Attempting)|isn't installed for the provider|doesn't support the provider/,
    code: 'E_VAGRANT',
    message: ({ vagrant }) => `Vagrant cannot get the box ${vagrant.box} for this hypervisor`,
    fix: ({ vagrant }) =>
      `Check the internet connection and vagrant.box in swarmlab.yaml (${boxes}); HashiCorp's registry is closed from 2027 on: then \`vagrant box add --name ${vagrant.box} FILE\` takes a box file that you have.`,
  },
  {
    pattern: /another process is already executing an action/,
    code: 'E_LOCKED',
    message: () => 'another Vagrant process is working on these machines',
    fix: () => 'Wait until it has ended, then run the same command again.',
  },
  {
    pattern: /machine with the name '[^']*' already exists/i,
    code: 'E_CLUSTER_NAME_TAKEN',
    message: nameTaken,
    fix: () => `${otherName}.`,
  },
  {
    pattern: /Name `[^`]*` of domain about to create is already taken/,
    code: 'E_CLUSTER_NAME_TAKEN',
    ofMachine: true,
    message: nameTaken,
    fix: (topology, machine) =>
      `${otherName}. What an interrupted \`swarmlab up\` of this folder left there goes with \`virsh --connect qemu:///system undefine ${domainOf(topology, machine)} --remove-all-storage\`.`,
  },
  {
    pattern: /Volume for domain is already created/,
    code: 'E_VAGRANT',
    ofMachine: true,
    message: (_, machine) => `libvirt has a disk for ${the(machine)} already, without its machine`,
    fix: (topology, machine) =>
      `An interrupted \`swarmlab up\` left it there: run \`virsh --connect qemu:///system vol-delete --pool default ${domainOf(topology, machine)}.img\`${machine ? '' : ' with the name of the machine'}, then \`swarmlab up\` again.`,
  },
  {
    pattern: /connecting to Libvirt|connection to libvirt/,
    code: 'E_VAGRANT',
    message: () => 'libvirt does not answer',
    fix: () =>
      'Start it (`sudo systemctl start libvirtd`) and be in its group (`sudo adduser $USER libvirt`, then log in again).',
  },
  {
    pattern: /VT-x|AMD-V|VERR_VMX|VERR_SVM|HVF|KVM kernel module|\/dev\/kvm/,
    code: 'E_VAGRANT',
    message: () => 'the hypervisor cannot use hardware virtualization',
    fix: () =>
      'Switch it on in the firmware (VT-x or AMD-V) and stop other hypervisors, or take `provider: docker`.',
  },
  {
    pattern: /Timed out while waiting for the machine to\s+boot|wait_for timeout .* was exceeded/,
    code: 'E_VAGRANT',
    ofMachine: true,
    message: (_, machine) => `${the(machine)} did not boot in time`,
    fix: ({ vagrant }) =>
      `Run \`swarmlab up\` again; if it happens again, look at the machine in the hypervisor. A Vagrant before 2.4 may have taken the box of another processor: then get a newer one and run \`vagrant box remove ${vagrant.box}\`.`,
  },
  {
    pattern: /guest machine entered an invalid state/,
    code: 'E_VAGRANT',
    ofMachine: true,
    message: (_, machine) => `${the(machine)} went off while it started`,
    fix: () =>
      'Run `swarmlab up` again: it starts what is off. If it happens again, look at the machine in the hypervisor; mostly memory is short.',
  },
  {
    pattern: /machine with the name '[^']*' was not found/,
    code: 'E_VAGRANT',
    message: () => 'the Vagrantfile lacks a machine that swarmlab.yaml has',
    fix: () => 'Run `swarmlab init`: it renders the Vagrantfile anew.',
  },
];

function nameTaken({ cluster }: Topology): string {
  return `the hypervisor already has machines of a cluster named ${cluster}`;
}

function the(machine: string | undefined): string {
  return machine ? `machine ${machine}` : 'a machine';
}

/** libvirt's name of a machine, as the Vagrantfile makes it; its disk is named alike. */
function domainOf({ cluster }: Topology, machine = 'NAME'): string {
  return `swarmlab-${cluster}-${machine}`;
}
