import test from 'ava';
import { explainVagrant } from '../../../src/provider/vagrant/explain.ts';
import { topology } from '../../_helpers/topology.ts';

const failed = (stderr: string) =>
  explainVagrant('could not bring the machines up', { exitCode: 1, stdout: '', stderr }, topology());

const cases: [title: string, stderr: string, code: string, message: RegExp, fix: RegExp][] = [
  [
    "VirtualBox's host-only range",
    `The IP address configured for the host-only network is not within the
allowed ranges. Please update the address used to be within the allowed
ranges and run the command again.

  Address: 172.17.8.101
  Ranges: 192.168.56.0/21
`,
    'E_HOSTONLY_RANGE',
    /172\.17\.8\.0\/24/,
    /`\* 172\.17\.8\.0\/24` to \/etc\/vbox\/networks\.conf/,
  ],
  [
    'no hypervisor',
    'No usable default provider could be found for your system.\n\nVagrant relies on interactions with 3rd party systems',
    'E_VAGRANT',
    /no hypervisor/,
    /VirtualBox|provider: docker/,
  ],
  [
    'a box that does not exist',
    "The box 'bento/debian-13' could not be found or\ncould not be accessed in the remote catalog. If this is a private\nbox",
    'E_VAGRANT',
    /bento\/debian-13/,
    /vagrant\.box.*cloud-image\/debian-13 is for libvirt.*vagrant box add --name bento\/debian-13 FILE/,
  ],
  [
    'a machine that does not boot',
    'Timed out while waiting for the machine to\nboot. This means that Vagrant was unable to communicate with the guest machine',
    'E_VAGRANT',
    /did not boot in time/,
    /before 2\.4.*vagrant box remove bento\/debian-13/,
  ],
  [
    'a machine that goes off while it starts',
    "The guest machine entered an invalid state while waiting for it\nto boot. Valid states are 'running'. The machine is in the\n'shutoff' state.",
    'E_VAGRANT',
    /went off while it started/,
    /swarmlab up/,
  ],
  [
    'a libvirt machine that gets no address',
    'The specified wait_for timeout (2 seconds) was exceeded (Fog::Errors::TimeoutError)',
    'E_VAGRANT',
    /did not boot in time/,
    /box of another processor/,
  ],
  [
    'another Vagrant at work',
    "An action 'up' was attempted on the machine 'core-01',\nbut another process is already executing an action on the machine.",
    'E_LOCKED',
    /another Vagrant process/,
    /Wait/,
  ],
  [
    'a name that is taken',
    "A VirtualBox machine with the name 'swarmlab-lab-core-01' already exists.\nPlease use another name",
    'E_CLUSTER_NAME_TAKEN',
    /named lab/,
    /cluster:/,
  ],
  [
    'a libvirt that does not run',
    'Error while connecting to Libvirt: Error making a connection to libvirt URI qemu:///system:\nCall to virConnectOpen failed',
    'E_VAGRANT',
    /libvirt does not answer/,
    /libvirtd/,
  ],
  [
    'virtualization switched off',
    'VBoxManage: error: VT-x is disabled in the BIOS for all CPU modes (VERR_VMX_MSR_ALL_VMX_DISABLED)',
    'E_VAGRANT',
    /hardware virtualization/,
    /VT-x or AMD-V/,
  ],
  [
    'a Vagrantfile that is behind',
    "The machine with the name 'core-04' was not found configured for\nthis Vagrant environment.",
    'E_VAGRANT',
    /Vagrantfile lacks/,
    /swarmlab init/,
  ],
];

for (const [title, stderr, code, message, fix] of cases) {
  test(`it says what to do about ${title}`, (t) => {
    const error = failed(stderr);
    t.is(error.code, code as typeof error.code);
    t.regex(error.message, message);
    t.regex(error.fix, fix);
    t.true(error.output?.includes(stderr));
  });
}

test('a box that an old Vagrant took for another processor is named as the cause', (t) => {
  const stdout = `==> core-01: Adding box 'bento/debian-13' (v202510.26.0) for provider: libvirt
    core-01: Downloading: https://vagrantcloud.com/bento/boxes/debian-13/versions/202510.26.0/providers/libvirt/arm64/vagrant.box
`;
  const result = { exitCode: 1, stdout, stderr: 'Timed out while waiting for the machine to\nboot.' };
  const on = (arch: NodeJS.Architecture) => explainVagrant('could not', result, topology(), arch);
  t.is(on('x64').message, 'Vagrant took the box bento/debian-13 for arm64, which this computer is not');
  t.regex(on('x64').fix, /2\.4 or later.*vagrant box remove bento\/debian-13/);
  t.regex(on('arm64').message, /did not boot in time/);
  const right = { ...result, stdout: stdout.replace('/arm64/', '/amd64/') };
  t.regex(explainVagrant('could not', right, topology(), 'x64').message, /did not boot in time/);
});

test('of any other failure the first paragraph is the reason', (t) => {
  const error = failed('Something odd\nhappened here.\n\nLong advice follows.\n');
  t.is(error.message, 'could not bring the machines up: Something odd happened here.');
});
