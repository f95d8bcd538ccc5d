import { readFileSync } from 'node:fs';
import test from 'ava';
import { knownProblems } from '../../../src/errors/known-problems.ts';
import { explainVagrant } from '../../../src/provider/vagrant/explain.ts';
import { topology } from '../../_helpers/topology.ts';

const failed = (stderr: string) =>
  explainVagrant('could not bring the machines up', { exitCode: 1, stdout: '', stderr }, topology());

const timedOut = `Timed out while waiting for the machine to boot. This means that
Vagrant was unable to communicate with the guest machine within
the configured ("config.vm.boot_timeout" value) time period.

If you look above, you should be able to see the error(s) that
Vagrant had when attempting to connect to the machine.
`;

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
    /`\* 192\.168\.56\.0\/21 172\.17\.8\.0\/24` to \/etc\/vbox\/networks\.conf/,
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
    timedOut,
    'E_BOOT_TIMEOUT',
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
    'E_BOOT_TIMEOUT',
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

test('a machine that did not shut down in time is none that did not boot', (t) => {
  const stdout = '==> core-03: Attempting direct shutdown of domain...\n';
  const waited = '/usr/lib/ruby/vendor_ruby/fog/core/wait_for.rb:9:in `block in wait_for';
  const stderr = `${waited}': The specified wait_for timeout (300 seconds) was exceeded (Fog::Errors::TimeoutError)
\tfrom /usr/lib/ruby/vendor_ruby/fog/core/wait_for.rb:6:in \`loop'
\tfrom /usr/lib/ruby/vendor_ruby/fog/core/model.rb:72:in \`wait_for'
\tfrom /usr/share/rubygems-integration/all/gems/vagrant-libvirt-0.11.2/lib/vagrant-libvirt/action/shutdown_domain.rb:61:in \`call'
`;
  const error = explainVagrant('could not stop core-03', { exitCode: 1, stdout, stderr }, topology());
  t.is(error.code, 'E_VAGRANT');
  t.regex(error.message, /^could not stop core-03: .*wait_for timeout \(300 seconds\) was exceeded/);
});

test('a box that an old Vagrant took for another processor is named as the cause', (t) => {
  const stdout = `==> core-01: Adding box 'bento/debian-13' (v202510.26.0) for provider: libvirt
    core-01: Downloading: https://vagrantcloud.com/bento/boxes/debian-13/versions/202510.26.0/providers/libvirt/arm64/vagrant.box
`;
  const result = { exitCode: 1, stdout, stderr: 'Timed out while waiting for the machine to\nboot.' };
  const on = (arch: NodeJS.Architecture, platform: NodeJS.Platform = 'linux') =>
    explainVagrant('could not', result, topology(), { arch, platform });
  t.is(on('x64').code, 'E_ARCHITECTURE');
  t.is(on('x64').message, 'Vagrant took the box bento/debian-13 for arm64, which this computer is not');
  t.regex(on('x64').fix, /2\.4 or later.*vagrant box remove bento\/debian-13/);
  t.regex(on('arm64').message, /did not boot in time/);
  t.regex(on('x64', 'darwin').message, /did not boot in time/, 'Node.js for x64 runs on Apple silicon too');
  const right = { ...result, stdout: stdout.replace('/arm64/', '/amd64/') };
  t.regex(
    explainVagrant('could not', right, topology(), { arch: 'x64', platform: 'linux' }).message,
    /did not boot in time/,
  );
});

test('of any other failure the first paragraph is the reason', (t) => {
  const error = failed('Something odd\nhappened here.\n\nLong advice follows.\n');
  t.is(error.message, 'could not bring the machines up: Something odd happened here.');
});

/** What Vagrant prints to stderr when it works on several machines at once. */
const inParallel = (
  ...failures: string[]
) => `==> core-02: An error occurred. The error will be shown after all tasks complete.
An error occurred while executing multiple actions in parallel.
Any errors that occurred are shown below.

${failures.join('\n\n')}
`;
const failureOf = (
  machine: string,
  message: string,
) => `An error occurred while executing the action on the '${machine}'
machine. Please handle this error then try again:

${message}`;
const unexpectedOf = (
  machine: string,
  message: string,
) => `An unexpected error occurred when executing the action on the
'${machine}' machine. Please report this as a bug:

${message}

/usr/share/rubygems-integration/all/gems/fog-core-2.1.0/lib/fog/core/wait_for.rb:10:in \`wait_for'`;

test('a box that was downloaded is not to blame for what comes later', (t) => {
  const stdout = `Bringing machine 'core-01' up with 'virtualbox' provider...
==> core-01: Box 'bento/debian-13' could not be found. Attempting to find and install...
    core-01: Box Provider: virtualbox
==> core-01: Waiting for machine to boot. This may take a few minutes...
`;
  const error = explainVagrant('could not', { exitCode: 1, stdout, stderr: timedOut }, topology());
  t.is(error.message, 'machine core-01 did not boot in time');
  t.is(error.node, 'core-01');
});

test('of machines in parallel the reason is what Vagrant says of the first that failed', (t) => {
  const full = failureOf('core-02', 'Error while creating volume for domain: no space left on device');
  t.is(
    failed(inParallel(full)).message,
    'could not bring the machines up: Error while creating volume for domain: no space left on device',
  );
  const odd = unexpectedOf('core-02', 'undefined method');
  t.is(failed(inParallel(odd)).message, 'could not bring the machines up: undefined method');
});

test('a machine that fails is named', (t) => {
  const full = failureOf('core-01', 'Failed to start domain: out of memory');
  const slow = failed(inParallel(full, failureOf('core-03', timedOut)));
  t.is(slow.message, 'machine core-03 did not boot in time');
  t.is(slow.node, 'core-03');
  const mute = 'The specified wait_for timeout (2 seconds) was exceeded (Fog::Errors::TimeoutError)';
  t.is(failed(inParallel(full, unexpectedOf('core-02', mute))).node, 'core-02');
  const off = failureOf(
    'core-02',
    'The guest machine entered an invalid state while waiting for it\nto boot.',
  );
  t.is(failed(inParallel(off)).message, 'machine core-02 went off while it started');
});

test('where Vagrant does not say which machine failed, it is the last of those taken in turn', (t) => {
  const after = (...names: string[]) => {
    const stdout = names.map((name) => `==> ${name}: Booting VM...\n`).join('');
    return explainVagrant('could not', { exitCode: 1, stdout, stderr: timedOut }, topology());
  };
  t.is(after('core-01', 'core-01', 'core-02', 'vagrant').node, 'core-02');
  const mixed = after('core-01', 'core-02', 'core-01');
  t.is(mixed.message, 'a machine did not boot in time');
  t.is(mixed.node, undefined);
});

test("a disk that is left over in libvirt's pool goes by its name", (t) => {
  const exists = "Volume for domain is already created. Please run 'vagrant destroy' first.";
  const error = failed(inParallel(failureOf('core-02', exists)));
  t.is(error.code, 'E_VAGRANT');
  t.is(error.node, 'core-02');
  t.is(error.message, 'libvirt has a disk for machine core-02 already, without its machine');
  t.regex(
    error.fix,
    /`virsh --connect qemu:\/\/\/system vol-delete --pool default swarmlab-lab-core-02\.img`, then `swarmlab up`/,
  );
  t.regex(failed(exists).fix, /swarmlab-lab-NAME\.img/);
});

test('a machine that is left over in libvirt goes by its name', (t) => {
  const taken =
    'Name `swarmlab-lab-core-02` of domain about to create is already taken. Please try to run\n`vagrant up` command again.';
  const error = failed(inParallel(failureOf('core-02', taken)));
  t.is(error.code, 'E_CLUSTER_NAME_TAKEN');
  t.regex(
    error.fix,
    /cluster:.*virsh --connect qemu:\/\/\/system undefine swarmlab-lab-core-02 --remove-all-storage/,
  );
});

test('a hypervisor that is chosen is named when Vagrant cannot use it', (t) => {
  const stderr =
    "The provider 'libvirt' could not be found, but was requested to\nback the machine 'core-01'.";
  const plan = topology();
  const chosen = { ...plan, vagrant: { ...plan.vagrant, provider: 'libvirt' as const } };
  const error = explainVagrant('could not', { exitCode: 1, stdout: '', stderr }, chosen);
  t.is(error.message, 'Vagrant finds no libvirt that it can use here');
});

test("every word of the plan in a known problem's sentences is put in", (t) => {
  for (const { id, samples } of knownProblems.filter(({ of }) => of === 'vagrant')) {
    for (const sample of samples) {
      const { message, fix, link } = failed(readFileSync(`test/fixtures/known-problems/${sample}`, 'utf8'));
      t.notRegex(`${message}${fix}`, /\{\w+\}/, id);
      t.truthy(link);
    }
  }
});
