import { t } from 'ttag';
import type { Topology } from '../../config/schema.ts';
import type { Command, Runner } from '../../transport/runner.ts';
import { type Asked, answer, ask } from '../ask.ts';

/** Something that Vagrant can make machines with. */
export interface Hypervisor {
  /** Vagrant's name of it. */
  name: NonNullable<Topology['vagrant']['provider']>;
  title: string;
  probe: Command['argv'];
  /** What the probe prints before the version; absent where it tells none. */
  version?: RegExp;
  /** The Vagrant plugin it needs, unless Vagrant brings its own. */
  plugin?: string;
}

export const getVagrant = () =>
  t`Get it from https://developer.hashicorp.com/vagrant/install, or take \`provider: docker\` in swarmlab.yaml.`;

/** In the order of the Vagrantfile. */
export const hypervisors: readonly Hypervisor[] = [
  { name: 'virtualbox', title: 'VirtualBox', probe: ['VBoxManage', '--version'], version: /^(?=\d+\.\d+)/m },
  {
    name: 'libvirt',
    title: 'libvirt',
    probe: ['virsh', '--connect', 'qemu:///system', 'version'],
    version: /^Using library: libvirt /m,
    plugin: 'vagrant-libvirt',
  },
  { name: 'vmware_desktop', title: 'VMware', probe: ['vmrun', 'list'], plugin: 'vagrant-vmware-desktop' },
  {
    name: 'parallels',
    title: 'Parallels',
    probe: ['prlctl', '--version'],
    version: /^prlctl version /m,
    plugin: 'vagrant-parallels',
  },
];

/** What Vagrant and the hypervisors say of themselves. */
export interface VagrantTools {
  vagrant: Asked;
  plugins: Asked;
  /** By the hypervisors' names. */
  hypervisors: ReadonlyMap<string, Asked>;
}

/** Asks them all at once. */
export async function askVagrantTools(runner: Runner): Promise<VagrantTools> {
  // Vagrant would look on the internet for a newer one of itself.
  const quiet = { VAGRANT_CHECKPOINT_DISABLE: '1' };
  const [vagrant, plugins, ...probes] = await Promise.all([
    ask(runner, ['vagrant', '--version'], quiet),
    ask(runner, ['vagrant', 'plugin', 'list'], quiet),
    ...hypervisors.map(({ probe }) => ask(runner, probe)),
  ]);
  const asked = hypervisors.map(({ name }, i) => [name, probes[i] as Asked] as const);
  return { vagrant, plugins, hypervisors: new Map(asked) };
}

/** The plugins in the output of `vagrant plugin list`, with their versions; none where that did not answer. */
export function pluginsOf({ plugins }: VagrantTools): ReadonlyMap<string, string> {
  const lines = (answer(plugins) ?? '').matchAll(/^(\S+) \(([^,)]+)/gm);
  return new Map([...lines].map(([, name = '', version = '']) => [name, version]));
}

/** The hypervisors that answer. */
export function foundHypervisors(tools: VagrantTools): Hypervisor[] {
  return hypervisors.filter(({ name }) => answer(tools.hypervisors.get(name)) !== undefined);
}

/** Those of them that Vagrant can use. */
export function usableHypervisors(tools: VagrantTools): Hypervisor[] {
  const plugins = pluginsOf(tools);
  return foundHypervisors(tools).filter(({ plugin }) => plugin === undefined || plugins.has(plugin));
}

/** The version that a hypervisor tells, as in `7.0.14r161095`. */
export function versionOf({ version }: Hypervisor, asked: Asked | undefined): string | undefined {
  const output = answer(asked) ?? '';
  const match = version?.exec(output);
  return match ? /^\S+/.exec(output.slice(match.index + match[0].length))?.[0] : undefined;
}

/**
 * The hypervisor that Vagrant will take: the plan's, else that of VAGRANT_DEFAULT_PROVIDER, else the first it can use, in the
 * order of the Vagrantfile. A name that is none of ours is given back as it is.
 */
export function chosenHypervisor(
  { vagrant }: Pick<Topology, 'vagrant'>,
  env: NodeJS.ProcessEnv,
  tools: VagrantTools,
): Hypervisor | string | undefined {
  const name = vagrant.provider ?? (env.VAGRANT_DEFAULT_PROVIDER || undefined);
  if (name === undefined) return usableHypervisors(tools)[0];
  return hypervisors.find((hypervisor) => hypervisor.name === name) ?? name;
}
