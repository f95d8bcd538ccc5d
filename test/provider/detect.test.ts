import test from 'ava';
import { SwarmlabError } from '../../src/errors/index.ts';
import { detectProviders, preferredProvider } from '../../src/provider/detect.ts';
import { FakeRunner } from '../_helpers/fake-runner.ts';

/** A computer where only these commands exist; the value is what they print. */
function computer(commands: Record<string, string>): FakeRunner {
  const runner = new FakeRunner().on(/./, ({ argv }) => {
    throw new SwarmlabError('E_COMMAND_MISSING', `${argv[0]} is not installed`, { fix: '' });
  });
  for (const [start, stdout] of Object.entries(commands)) {
    runner.on(new RegExp(`^${start}`), stdout === 'FAILS' ? { exitCode: 1 } : { stdout: `${stdout}\n` });
  }
  return runner;
}

const virtualBox = {
  'vagrant --version': 'Vagrant 2.4.1',
  'vagrant plugin': 'No plugins installed.',
  VBoxManage: '7.0.14r161095',
};
const docker = { 'docker --version': 'Docker version 28.5.1', 'docker version': '28.5.1' };
const cases: [string, Record<string, string>, string, Record<string, string>][] = [
  [
    'Vagrant with VirtualBox',
    { ...virtualBox, ...docker },
    'vagrant',
    { vagrant: 'yes: Vagrant 2.4.1 with VirtualBox', docker: 'yes: Docker Engine 28.5.1 answers' },
  ],
  [
    'Docker alone',
    docker,
    'docker',
    { vagrant: 'no: Vagrant is not installed', docker: 'yes: Docker Engine 28.5.1 answers' },
  ],
  [
    'nothing at all',
    {},
    'docker',
    {
      vagrant: 'no: Vagrant is not installed',
      docker: 'no: docker is not installed',
      ssh: 'yes: machines that you have already',
    },
  ],
  [
    'a Docker that does not answer',
    { 'docker --version': 'Docker version 28.5.1', 'docker version': 'FAILS' },
    'docker',
    { docker: 'no: docker is installed, but no Docker Engine answers' },
  ],
  [
    'Vagrant without a hypervisor',
    { 'vagrant --version': 'Vagrant 2.4.1', 'vagrant plugin': '' },
    'docker',
    { vagrant: 'no: Vagrant 2.4.1 is installed, but no hypervisor (such as VirtualBox)' },
  ],
  [
    'VirtualBox without Vagrant',
    { VBoxManage: '7.0.14' },
    'docker',
    { vagrant: 'no: Vagrant is not installed, though VirtualBox is' },
  ],
  [
    'libvirt without its plugin',
    {
      'vagrant --version': 'Vagrant 2.4.1',
      'vagrant plugin': 'No plugins installed.',
      virsh: 'qemu:///system',
    },
    'docker',
    { vagrant: 'no: libvirt needs a plugin: vagrant plugin install vagrant-libvirt' },
  ],
  [
    'libvirt with its plugin',
    {
      'vagrant --version': 'Vagrant 2.3.4',
      'vagrant plugin': 'vagrant-libvirt (0.11.2, system)',
      virsh: 'qemu:///system',
    },
    'vagrant',
    { vagrant: 'yes: Vagrant 2.3.4 with libvirt' },
  ],
];

for (const [title, commands, preferred, reasons] of cases) {
  test(`with ${title}, ${preferred} is proposed and the reasons are shown`, async (t) => {
    const detected = await detectProviders(computer(commands));
    t.is(preferredProvider(detected), preferred as ReturnType<typeof preferredProvider>);
    const said = detected.map(({ name, usable, reason }) => [name, `${usable ? 'yes' : 'no'}: ${reason}`]);
    t.like(Object.fromEntries(said), reasons);
  });
}

test("the hypervisors that can be used go by Vagrant's names", async (t) => {
  const both = {
    ...virtualBox,
    'vagrant plugin': 'vagrant-libvirt (0.11.2, system)',
    virsh: 'qemu:///system',
  };
  const [vagrant] = await detectProviders(computer(both));
  t.deepEqual(vagrant?.hypervisors, ['virtualbox', 'libvirt']);
});

for (const [version, trouble] of [
  ['2.2.19', true],
  ['2.3.4', true],
  ['2.4.0', false],
  ['2.10.1', false],
  ['3.0.0', false],
] as const) {
  test(`Vagrant ${version} ${trouble ? 'may take the box of another processor' : 'tells processors apart'}`, async (t) => {
    const runner = computer({ ...virtualBox, 'vagrant --version': `Vagrant ${version}` });
    const [vagrant] = await detectProviders(runner);
    t.is(vagrant?.boxTrouble !== undefined, trouble);
  });
}

test('a tool that hangs counts as not there', async (t) => {
  const runner = computer(docker).on(/^vagrant --version/, () => {
    throw new SwarmlabError('E_TIMEOUT', 'vagrant took longer than 8000 ms', { fix: '' });
  });
  const [vagrant] = await detectProviders(runner);
  t.like(vagrant, { usable: false, reason: 'Vagrant does not answer' });
  t.true(runner.commands.every((command) => command.timeout === 8_000));
});
