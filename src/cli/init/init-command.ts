import { t } from 'ttag';
import { publicBoxes } from '../../config/public-box.ts';
import type { AddCommand, GetContext } from '../add-command.ts';
import type { InitFlags } from './init-flags.ts';

const boxes = publicBoxes.map(({ name, serves }) => `${name} for ${serves}`).join('; ');

function options(): readonly [flags: string, description: string][] {
  return [
    ['-y, --yes', t`take the default for every question that no flag answers`],
    ['--force', t`replace files that are there and differ, without asking`],
    ['--provider <name>', t`where machines come from: vagrant, docker or ssh`],
    ['--cluster <name>', t`name of the cluster (default: the name of the folder)`],
    ['--nodes <number>', t`how many nodes`],
    [
      '--managers <number|names>',
      t`how many of the first nodes are managers, or their names with commas between`,
    ],
    ['--subnet <network>', t`the lab network, as in 172.17.8.0/24`],
    ['--first-address <address>', t`the first node's address in it; the other nodes follow`],
    ['--addresses <list>', t`instead: the address of every node, with commas between`],
    ['--cpus <number>', t`CPUs of each node`],
    ['--memory <MiB>', t`memory of each node`],
    ['--box <name>', t`provider vagrant: the box (default: Debian 13, ${boxes})`],
    ['--hypervisor <name>', t`provider vagrant: virtualbox, libvirt, vmware_desktop or parallels`],
    ['--hosts <list>', t`provider ssh: user@host:port of every node, with commas between`],
    ['--key <file>', t`provider ssh: the private key`],
    ['--engine-source <name>', t`where Docker Engine comes from: auto, docker, debian, file or preinstalled`],
    ['--engine-version <version>', t`its version`],
    ['--engine-file <file>', t`engine source file: path of a bundle`],
    ['--labs <list>', t`labs whose images are loaded, with commas between`],
    ['--overlay-pool <network>', t`where overlay networks get their subnets`],
  ];
}

/** Adds `init` to the program; what it does is loaded when it runs. */
export function addInitCommand(command: AddCommand, context: GetContext): void {
  const init = command('init', t`answer a few questions; writes swarmlab.yaml and renders the Vagrantfile`);
  for (const [flags, description] of options()) init.option(flags, description);
  init.action(async (flags: InitFlags) => (await import('../commands/init.ts')).init(context(), flags));
}
