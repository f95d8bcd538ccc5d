import { publicBoxes } from '../../config/public-box.ts';
import type { Topology } from '../../config/schema.ts';
import { type ErrorCode, SwarmlabError } from '../../errors/index.ts';
import type { Result } from '../../transport/runner.ts';

interface Known {
  pattern: RegExp;
  code: ErrorCode;
  message: (topology: Topology) => string;
  fix: (topology: Topology) => string;
}

const boxes = publicBoxes.map(({ name, serves }) => `${name} is for ${serves}`).join('; ');

/** Failures of Vagrant that we know a better way out of than its own text. */
const known: readonly Known[] = [
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
      /could not be found or\s+could not be accessed|Box '[^']*' could not be found|isn't installed for the provider|doesn't support the provider/,
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
    pattern:
      /machine with the name '[^']*' already exists|Name `[^']*` of domain about to create is already taken/i,
    code: 'E_CLUSTER_NAME_TAKEN',
    message: ({ cluster }) => `the hypervisor already has machines of a cluster named ${cluster}`,
    fix: () =>
      'Take another `cluster:` in swarmlab.yaml and run `swarmlab init`, or remove those machines (`vagrant global-status`).',
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
    message: () => 'a machine did not boot in time',
    fix: ({ vagrant }) =>
      `Run \`swarmlab up\` again; if it happens again, look at the machine in the hypervisor. A Vagrant before 2.4 may have taken the box of another processor: then get a newer one and run \`vagrant box remove ${vagrant.box}\`.`,
  },
  {
    pattern: /guest machine entered an invalid state/,
    code: 'E_VAGRANT',
    message: () => 'a machine went off while it started',
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

/**
 * The error for a Vagrant command that did not exit with 0; `what` begins the sentence when the failure is not a known one.
 * `arch`: this computer's, in Node's words.
 */
export function explainVagrant(
  what: string,
  result: Result,
  topology: Topology,
  arch: NodeJS.Architecture = process.arch,
): SwarmlabError {
  const output = `${result.stdout}${result.stderr}`;
  const foreign = foreignBox(output, arch);
  if (foreign) return wrongProcessor(foreign, output, topology);
  const match = known.find(({ pattern }) => pattern.test(output));
  if (match)
    return new SwarmlabError(match.code, match.message(topology), { fix: match.fix(topology), output });
  return new SwarmlabError('E_VAGRANT', `${what}: ${reason(result)}`, {
    fix: 'Look at the log for all that Vagrant said; `vagrant status` shows the machines.',
    output,
  });
}

/** The architecture of a box that Vagrant has downloaded for this computer, when it is not this computer's. */
function foreignBox(output: string, arch: NodeJS.Architecture): string | undefined {
  const [, taken] = /Downloading: \S+\/providers\/\w+\/(amd64|arm64)\/vagrant\.box/.exec(output) ?? [];
  const ours = arch === 'x64' ? 'amd64' : arch;
  return taken === ours ? undefined : taken;
}

/** Vagrant keeps a box that it took wrongly, and a newer Vagrant would go on with it. */
function wrongProcessor(taken: string, output: string, { vagrant }: Topology): SwarmlabError {
  return new SwarmlabError(
    'E_VAGRANT',
    `Vagrant took the box ${vagrant.box} for ${taken}, which this computer is not`,
    {
      fix: `Get Vagrant 2.4 or later (https://developer.hashicorp.com/vagrant/install), which tells processors apart; then run \`vagrant box remove ${vagrant.box}\` and \`swarmlab up\`.`,
      output,
    },
  );
}

/** Vagrant wraps its sentences; what went wrong stands in the first paragraph. */
function reason({ stderr, stdout, exitCode }: Result): string {
  const [paragraph = ''] = (stderr.trim() || stdout.trim()).split(/\n\s*\n/, 1);
  const text = paragraph.replaceAll(/\s+/g, ' ').trim();
  if (text === '') return `exit code ${exitCode}`;
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
