import { t } from 'ttag';
import { knownProblemOf } from '../../../errors/known-problems.ts';
import { spokenOf } from '../../../language/speak.ts';
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

const getAHypervisor = () => spokenOf(knownProblemOf('no-hypervisor').fix);
const neededAtAll = () => t`Vagrant, and a hypervisor that it can use`;

/** Vagrant is there, and what it will make machines with. `chosen`: see `chosenHypervisor`. */
export function judgeHypervisor(
  tools: VagrantTools,
  chosen: Hypervisor | string | undefined,
  { platform }: Pick<Computer, 'platform'>,
): Verdict {
  const { vagrant } = tools;
  const needed = neededAtAll();
  if (vagrant.state === 'missing')
    return {
      outcome: 'fatal',
      seen: t`Vagrant is not installed`,
      needed,
      fix: getVagrant(),
      code: 'E_COMMAND_MISSING',
    };
  if (vagrant.state === 'silent') return { outcome: 'unknown', seen: t`Vagrant does not answer` };
  if (vagrant.state !== 'answered') {
    const said = lastLine(vagrant.stderr);
    const seen = t`\`vagrant --version\` fails: ${said}`;
    return {
      outcome: 'warn',
      seen,
      needed,
      fix: t`Run \`vagrant --version\`: it should print nothing but that.`,
    };
  }
  const version = firstLine(vagrant.stdout);
  if (typeof chosen === 'string')
    return { outcome: 'unknown', seen: t`${version}; swarmlab does not know the hypervisor ${chosen}` };
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
  const seen = t`${vagrant} is installed, but no hypervisor shows`;
  const [needed, fix, plugins] = [neededAtAll(), getAHypervisor(), pluginsOf(tools)];
  const elsewhere = hypervisors.some(({ plugin = '' }) => plugins.has(plugin)) || platform === 'win32';
  if (elsewhere || tools.plugins.state !== 'answered')
    return { outcome: 'warn', seen, needed, fix: t`If \`vagrant up\` finds none either: ${fix}` };
  return { outcome: 'fatal', seen, needed, fix, code: 'E_VAGRANT' };
}

function withoutPlugin(tools: VagrantTools, { title, plugin }: Hypervisor): Verdict | undefined {
  if (!plugin || tools.plugins.state !== 'answered' || pluginsOf(tools).has(plugin)) return undefined;
  const fix = `vagrant plugin install ${plugin}`;
  return {
    outcome: 'fatal',
    seen: t`Vagrant has no plugin for ${title}`,
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
  if (asked?.state === 'silent') return { outcome: 'unknown', seen: t`${title} does not answer` };
  const needed = neededAtAll();
  if (asked?.state === 'failed') {
    const [command, said] = [probe.join(' '), lastLine(asked.stderr)];
    const fix =
      name === 'libvirt'
        ? spokenOf(knownProblemOf('libvirt-silent').fix)
        : t`Run \`${command}\` and see what it says.`;
    return { outcome: 'warn', seen: t`${title} does not answer: ${said}`, needed, fix };
  }
  if (asked?.state !== 'missing') return undefined;
  const [program] = probe;
  const seen = t`${title} does not show: there is no ${program}`;
  const fix = getAHypervisor();
  const sure = platform !== 'win32' && (name === 'virtualbox' || name === 'parallels');
  if (sure) return { outcome: 'fatal', seen, needed, fix, code: 'E_VAGRANT' };
  return { outcome: 'warn', seen, needed, fix: t`If \`vagrant up\` does not find it either: ${fix}` };
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
  const { title, plugin } = hypervisor;
  const bringsIt = plugin ? `, ${plugin} ${pluginsOf(tools).get(plugin) ?? ''}`.trimEnd() : '';
  const its = version ? `${title} ${version}` : t`${title} (it tells no version)`;
  const seen = `${vagrant}, ${its}${bringsIt}`;
  const needed = neededAtAll();
  if (hypervisor.name !== 'virtualbox') return { outcome: 'ok', seen, needed };
  const unloaded = moduleTrouble(answer(asked) ?? '');
  if (unloaded) return unloaded;
  const [series, least] = virtualBoxes.find(([first]) => version && isAtLeast(version, first)) ?? [];
  if (!least || isAtLeast(vagrant, least)) return { outcome: 'ok', seen, needed };
  return {
    outcome: 'fatal',
    seen: t`${vagrant} does not take VirtualBox ${version}`,
    needed: t`Vagrant ${least} or later for VirtualBox ${series}`,
    fix: t`Get a newer Vagrant (https://developer.hashicorp.com/vagrant/install), or an older VirtualBox.`,
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
    seen: t`VirtualBox's kernel module is not loaded`,
    needed: t`vboxdrv, made for the kernel that runs`,
    fix: t`sudo /sbin/vboxconfig; with the packages of Debian and Ubuntu: sudo apt-get install --reinstall virtualbox-dkms linux-headers-$(uname -r). With Secure Boot on, the module has to be signed.`,
    code: 'E_VAGRANT',
  };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() || t`it says nothing`;
}
