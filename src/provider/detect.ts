import type { Topology } from '../config/schema.ts';
import { hasCode } from '../errors/index.ts';
import type { Command, Runner } from '../transport/runner.ts';

/** A provider, and whether it can be used on this computer. */
export interface DetectedProvider {
  name: Topology['provider'];
  usable: boolean;
  /** What was found, or what is missing; short, for showing behind the name. */
  reason: string;
  /** Vagrant's names of the hypervisors that it can use here. */
  hypervisors?: readonly Hypervisor['name'][];
  /** What makes public boxes fail here. */
  boxTrouble?: { message: string; fix: string };
}

/** Looks for what each provider needs, all at once. A tool that is missing, fails or takes over 10 s counts as not there. */
export async function detectProviders(runner: Runner): Promise<DetectedProvider[]> {
  const ask = (...argv: Command['argv']) => output(runner, argv);
  const [vagrant, docker] = await Promise.all([detectVagrant(ask), detectDocker(ask)]);
  return [vagrant, docker, { name: 'ssh', usable: true, reason: 'machines that you have already' }];
}

/** `vagrant` where it and a hypervisor are found, else `docker`. */
export function preferredProvider(detected: readonly DetectedProvider[]): Topology['provider'] {
  return detected.some(({ name, usable }) => name === 'vagrant' && usable) ? 'vagrant' : 'docker';
}

/** What a command printed when it exited with 0. */
type Ask = (...argv: Command['argv']) => Promise<string | undefined>;

async function detectDocker(ask: Ask): Promise<DetectedProvider> {
  const [client, server] = await Promise.all([
    ask('docker', '--version'),
    ask('docker', 'version', '--format', '{{.Server.Version}}'),
  ]);
  const name = 'docker';
  if (server) return { name, usable: true, reason: `Docker Engine ${firstLine(server)} answers` };
  if (client) return { name, usable: false, reason: 'docker is installed, but no Docker Engine answers' };
  return { name, usable: false, reason: 'docker is not installed' };
}

interface Hypervisor {
  name: NonNullable<Topology['vagrant']['provider']>;
  title: string;
  probe: Command['argv'];
  /** The Vagrant plugin it needs, unless Vagrant brings its own. */
  plugin?: string;
}

const hypervisors: readonly Hypervisor[] = [
  { name: 'virtualbox', title: 'VirtualBox', probe: ['VBoxManage', '--version'] },
  {
    name: 'libvirt',
    title: 'libvirt',
    probe: ['virsh', '--connect', 'qemu:///system', 'uri'],
    plugin: 'vagrant-libvirt',
  },
  { name: 'vmware_desktop', title: 'VMware', probe: ['vmrun', 'list'], plugin: 'vagrant-vmware-desktop' },
  { name: 'parallels', title: 'Parallels', probe: ['prlctl', '--version'], plugin: 'vagrant-parallels' },
];

async function detectVagrant(ask: Ask): Promise<DetectedProvider> {
  const [version, plugins, ...probes] = await Promise.all([
    ask('vagrant', '--version'),
    ask('vagrant', 'plugin', 'list'),
    ...hypervisors.map(({ probe }) => ask(...probe)),
  ]);
  const not = (reason: string): DetectedProvider => ({ name: 'vagrant', usable: false, reason });
  const found = hypervisors.filter((_, i) => probes[i] !== undefined);
  if (version === undefined) {
    return not(`Vagrant is not installed${found[0] ? `, though ${found[0].title} is` : ''}`);
  }
  const installed = (plugins ?? '').split('\n').map((line) => line.split(' ', 1)[0]);
  const usable = found.filter(({ plugin }) => plugin === undefined || installed.includes(plugin));
  const titles = usable.map(({ title }) => title).join(', ');
  if (titles) {
    const reason = `${firstLine(version)} with ${titles}`;
    const boxTrouble = troubleWithBoxes(firstLine(version));
    const names = usable.map(({ name }) => name);
    return {
      name: 'vagrant',
      usable: true,
      reason,
      hypervisors: names,
      ...(boxTrouble ? { boxTrouble } : {}),
    };
  }
  const [first] = found;
  if (first) return not(`${first.title} needs a plugin: vagrant plugin install ${first.plugin}`);
  return not(`${firstLine(version)} is installed, but no hypervisor (such as VirtualBox)`);
}

/**
 * Before 2.4 Vagrant knew nothing of architectures, and of a version's boxes for one hypervisor it takes the last: an amd64
 * computer may get one for arm64. Seen with 2.3.4, which Debian 12 has. Source: lib/vagrant/box_metadata.rb.
 */
function troubleWithBoxes(version: string): DetectedProvider['boxTrouble'] {
  const [, major, minor] = /(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined || Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 4))
    return undefined;
  return {
    message: `${version} may take a public box for another processor: it does not tell them apart`,
    fix: 'Get Vagrant 2.4 or later (https://developer.hashicorp.com/vagrant/install), or pass --box with a box of your own.',
  };
}

async function output(runner: Runner, argv: Command['argv']): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await runner.run({ argv, timeout: 10_000 });
    return exitCode === 0 ? stdout : undefined;
  } catch (error) {
    if (hasCode(error, 'E_COMMAND_MISSING', 'E_COMMAND_FAILED', 'E_TIMEOUT')) return undefined;
    throw error;
  }
}

function firstLine(text: string): string {
  return text.trim().split('\n', 1)[0] ?? '';
}
