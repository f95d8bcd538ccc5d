import { t } from 'ttag';
import type { Topology } from '../config/schema.ts';
import type { Runner } from '../transport/runner.ts';
import { answer, ask, firstLine } from './ask.ts';
import { troubleWithBoxes } from './vagrant/box-trouble.ts';
import {
  askVagrantTools,
  foundHypervisors,
  type Hypervisor,
  usableHypervisors,
  type VagrantTools,
} from './vagrant/tools.ts';

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

/** Looks for what each provider needs, all at once. A tool that is missing, fails or takes over 8 s counts as not there. */
export async function detectProviders(runner: Runner): Promise<DetectedProvider[]> {
  const [vagrant, docker] = await Promise.all([
    askVagrantTools(runner).then(judgeVagrant),
    detectDocker(runner),
  ]);
  return [vagrant, docker, { name: 'ssh', usable: true, reason: t`machines that you have already` }];
}

/** `vagrant` where it and a hypervisor are found, else `docker`. */
export function preferredProvider(detected: readonly DetectedProvider[]): Topology['provider'] {
  return detected.some(({ name, usable }) => name === 'vagrant' && usable) ? 'vagrant' : 'docker';
}

async function detectDocker(runner: Runner): Promise<DetectedProvider> {
  const [client, server] = await Promise.all([
    ask(runner, ['docker', '--version']),
    ask(runner, ['docker', 'version', '--format', '{{.Server.Version}}']),
  ]);
  const name = 'docker';
  const version = firstLine(answer(server) ?? '');
  if (version) return { name, usable: true, reason: t`Docker Engine ${version} answers` };
  const not = (reason: string): DetectedProvider => ({ name, usable: false, reason });
  if (answer(client)) return not(t`docker is installed, but no Docker Engine answers`);
  return not(client.state === 'silent' ? t`docker does not answer` : t`docker is not installed`);
}

function judgeVagrant(tools: VagrantTools): DetectedProvider {
  const not = (reason: string): DetectedProvider => ({ name: 'vagrant', usable: false, reason });
  const version = answer(tools.vagrant);
  const [first] = foundHypervisors(tools);
  if (tools.vagrant.state === 'silent') return not(t`Vagrant does not answer`);
  if (version === undefined)
    return not(first ? t`Vagrant is not installed, though ${first.title} is` : t`Vagrant is not installed`);
  const vagrant = firstLine(version);
  const usable = usableHypervisors(tools);
  if (usable.length > 0) {
    const boxTrouble = troubleWithBoxes(vagrant);
    const titles = usable.map(({ title }) => title).join(', ');
    return {
      name: 'vagrant',
      usable: true,
      reason: t`${vagrant} with ${titles}`,
      hypervisors: usable.map(({ name }) => name),
      ...(boxTrouble ? { boxTrouble } : {}),
    };
  }
  if (first) return not(t`${first.title} needs a plugin: vagrant plugin install ${first.plugin}`);
  return not(t`${vagrant} is installed, but no hypervisor (such as VirtualBox)`);
}
