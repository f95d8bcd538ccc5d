import { knownProblemOf } from '../../../errors/known-problems.ts';
import { type Asked, answer, firstLine } from '../../ask.ts';
import type { Computer } from '../../computer.ts';
import type { Verdict } from '../../diagnosis.ts';
import { isAtLeast } from '../../version.ts';
import {
  foundHypervisors,
  getVagrant,
  type Hypervisor,
  hypervisors,
  pluginsOf,
  type VagrantTools,
  versionOf,
} from '../tools.ts';

const getAHypervisor = knownProblemOf('no-hypervisor').fix;
const needed = 'Vagrant, and a hypervisor that it can use';

/** Vagrant is there, and what it will make machines with. `chosen`: see `chosenHypervisor`. */
export function judgeHypervisor(
  tools: VagrantTools,
  chosen: Hypervisor | string | undefined,
  { platform }: Pick<Computer, 'platform'>,
): Verdict {
  const { vagrant } = tools;
  if (vagrant.state === 'missing')
    return {
      outcome: 'fatal',
      seen: 'Vagrant is not installed',
      needed,
      fix: getVagrant,
      code: 'E_COMMAND_MISSING',
    };
  if (vagrant.state === 'silent') return { outcome: 'unknown', seen: 'Vagrant does not answer' };
  if (vagrant.state !== 'answered') {
    const seen = `\`vagrant --version\` fails: ${lastLine(vagrant.stderr)}`;
    return {
      outcome: 'warn',
      seen,
      needed,
      fix: 'Run `vagrant --version`: it should print nothing but that.',
    };
  }
  const version = firstLine(vagrant.stdout);
  if (typeof chosen === 'string')
    return { outcome: 'unknown', seen: `${version}; swarmlab does not know the hypervisor ${chosen}` };
  if (chosen === undefined) return withoutHypervisor(tools, version, platform);
  const asked = tools.hypervisors.get(chosen.name);
  return (
    withoutPlugin(tools, chosen) ?? unheard(asked, chosen, platform) ?? judgeVersions(version, tools, chosen)
  );
}

function withoutHypervisor(tools: VagrantTools, vagrant: string, platform: NodeJS.Platform): Verdict {
  const [found] = foundHypervisors(tools);
  const lacking = found && withoutPlugin(tools, found);
  if (lacking) return lacking;
  const seen = `${vagrant} is installed, but no hypervisor shows`;
  const plugins = pluginsOf(tools);
  const elsewhere = hypervisors.some(({ plugin = '' }) => plugins.has(plugin)) || platform === 'win32';
  if (elsewhere || tools.plugins.state !== 'answered')
    return { outcome: 'warn', seen, needed, fix: `If \`vagrant up\` finds none either: ${getAHypervisor}` };
  return { outcome: 'fatal', seen, needed, fix: getAHypervisor, code: 'E_VAGRANT' };
}

function withoutPlugin(tools: VagrantTools, { title, plugin }: Hypervisor): Verdict | undefined {
  if (!plugin || tools.plugins.state !== 'answered' || pluginsOf(tools).has(plugin)) return undefined;
  const fix = `vagrant plugin install ${plugin}`;
  return {
    outcome: 'fatal',
    seen: `Vagrant has no plugin for ${title}`,
    needed: plugin,
    fix,
    code: 'E_VAGRANT',
  };
}

/**
 * A hypervisor that did not answer. Vagrant finds some of them where we do not look: Windows keeps VirtualBox in the registry,
 * VMware Fusion is found by its bundle, and libvirt needs no virsh and may be on another computer.
 */
function unheard(
  asked: Asked | undefined,
  { name, title, probe }: Hypervisor,
  platform: NodeJS.Platform,
): Verdict | undefined {
  if (asked?.state === 'silent') return { outcome: 'unknown', seen: `${title} does not answer` };
  if (asked?.state === 'failed') {
    const fix =
      name === 'libvirt'
        ? knownProblemOf('libvirt-silent').fix
        : `Run \`${probe.join(' ')}\` and see what it says.`;
    return { outcome: 'warn', seen: `${title} does not answer: ${lastLine(asked.stderr)}`, needed, fix };
  }
  if (asked?.state !== 'missing') return undefined;
  const seen = `${title} does not show: there is no ${probe[0]}`;
  const sure = platform !== 'win32' && (name === 'virtualbox' || name === 'parallels');
  if (sure) return { outcome: 'fatal', seen, needed, fix: getAHypervisor, code: 'E_VAGRANT' };
  return {
    outcome: 'warn',
    seen,
    needed,
    fix: `If \`vagrant up\` does not find it either: ${getAHypervisor}`,
  };
}

/**
 * VirtualBox's versions, and the first Vagrant that takes them: an older one refuses. Sources: Vagrant's CHANGELOG (GH-12947,
 * GH-13513); hashicorp/vagrant#13707 and #13709, NixOS/nixpkgs#443778.
 */
const virtualBoxes: readonly (readonly [virtualBox: string, vagrant: string])[] = [
  ['7.2', '2.4.9'],
  ['7.1', '2.4.2'],
  ['7.0', '2.3.2'],
];

function judgeVersions(vagrant: string, tools: VagrantTools, hypervisor: Hypervisor): Verdict {
  const asked = tools.hypervisors.get(hypervisor.name);
  const version = versionOf(hypervisor, asked);
  const { plugin } = hypervisor;
  const bringsIt = plugin ? `, ${plugin} ${pluginsOf(tools).get(plugin) ?? ''}`.trimEnd() : '';
  const seen = `${vagrant}, ${hypervisor.title}${version ? ` ${version}` : ' (it tells no version)'}${bringsIt}`;
  if (hypervisor.name !== 'virtualbox') return { outcome: 'ok', seen, needed };
  const unloaded = moduleTrouble(answer(asked) ?? '');
  if (unloaded) return unloaded;
  const [series, least] = virtualBoxes.find(([first]) => version && isAtLeast(version, first)) ?? [];
  if (!least || isAtLeast(vagrant, least)) return { outcome: 'ok', seen, needed };
  return {
    outcome: 'fatal',
    seen: `${vagrant} does not take VirtualBox ${version}`,
    needed: `Vagrant ${least} or later for VirtualBox ${series}`,
    fix: `Get a newer Vagrant (https://developer.hashicorp.com/vagrant/install), or an older VirtualBox.`,
    code: 'E_VAGRANT',
  };
}

/** VBoxManage says it before its version, on standard output. Patterns: plugins/providers/virtualbox/driver/meta.rb of Vagrant. */
function moduleTrouble(output: string): Verdict | undefined {
  if (
    !/vboxdrv kernel module is not loaded|kernel modules are not loaded|\/dev\/vboxdrv does not exist/i.test(
      output,
    )
  )
    return undefined;
  return {
    outcome: 'fatal',
    seen: "VirtualBox's kernel module is not loaded",
    needed: 'vboxdrv, made for the kernel that runs',
    fix: 'sudo /sbin/vboxconfig; with the packages of Debian and Ubuntu: sudo apt-get install --reinstall virtualbox-dkms linux-headers-$(uname -r). With Secure Boot on, the module has to be signed.',
    code: 'E_VAGRANT',
  };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() || 'it says nothing';
}
