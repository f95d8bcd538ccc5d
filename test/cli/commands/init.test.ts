import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import test, { type ExecutionContext } from 'ava';
import { type InitDeps, runInit } from '../../../src/cli/commands/init.ts';
import type { InitFlags } from '../../../src/cli/init/init-flags.ts';
import { loadTopology } from '../../../src/config/load.ts';
import type { Route } from '../../../src/config/routes.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { atTerminal, type Step } from '../../_helpers/wizard.ts';

const labs = [{ id: '01-whoami', title: 'A first service' }];

/** A computer with Docker, without Vagrant. */
function computer(has = /^docker/): FakeRunner {
  return new FakeRunner()
    .on(/./, ({ argv }) => {
      throw new SwarmlabError('E_COMMAND_MISSING', `${argv[0]} is not installed`, { fix: '' });
    })
    .on(has, { stdout: '28.5.1\n' });
}

async function setUp(t: ExecutionContext, ...routes: Route[]) {
  const folder = await temporaryFolder(t);
  const run = async (
    flags: InitFlags,
    wizard?: InitDeps['wizard'],
    runner = computer(),
    env: NodeJS.ProcessEnv = {},
  ) => {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const process = { stdin, stdout, stderr, env, cwd: () => '/', on: () => {}, off: () => {} };
    const io = { ...process, exit: (): never => t.fail() as never };
    const { signal } = new AbortController();
    const context = { io, language: 'en' as const, signal, folder, exitWith: () => {} };
    await runInit(context, flags, { runner, routes: async () => routes, wizard, labs });
    return { out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
  };
  const file = (name: string) => path.join(folder, name);
  const text = (name: string) => readFile(file(name), 'utf8');
  return { folder, run, file, text };
}

test('--yes writes a default cluster that loads again, and says what comes next', async (t) => {
  const { folder, run, file, text } = await setUp(t);
  const { out } = await run({ yes: true });
  t.regex(out, /swarmlab\.yaml: written/);
  t.true(out.endsWith(`next: swarmlab -C ${folder} up\n`), out);
  const { topology, warnings } = await loadTopology(file('swarmlab.yaml'));
  t.deepEqual(warnings, []);
  t.is(topology.provider, 'docker');
  t.deepEqual(
    topology.nodes.map(({ name, role, address }) => `${name} ${role} ${address}`),
    ['core-01 manager 172.17.8.101', 'core-02 worker 172.17.8.102', 'core-03 worker 172.17.8.103'],
  );
  t.regex(await text('Vagrantfile'), /name: 'core-03', address: '172\.17\.8\.103'/);
  t.is(JSON.parse(await text('.swarmlab/swarmlab.schema.json')).title, 'swarmlab.yaml');
});

test('a second run changes nothing and asks nothing', async (t) => {
  const { run } = await setUp(t);
  await run({ yes: true });
  const { out, err } = await run({});
  t.is(err, '');
  t.deepEqual(out.split('\n').slice(0, 3), [
    'swarmlab.yaml: unchanged',
    'Vagrantfile: unchanged',
    '.swarmlab/swarmlab.schema.json: unchanged',
  ]);
});

test('flags end up in the files', async (t) => {
  const { run, file, text } = await setUp(t);
  await run({
    yes: true,
    provider: 'vagrant',
    cluster: 'mine',
    nodes: '5',
    managers: '3',
    box: 'my/box',
    memory: '2048',
  });
  const { topology } = await loadTopology(file('swarmlab.yaml'));
  t.like(topology, { provider: 'vagrant', cluster: 'mine', vagrant: { box: 'my/box' } });
  t.is(topology.nodes.filter(({ role }) => role === 'manager').length, 3);
  t.regex(await text('Vagrantfile'), /config\.vm\.box = 'my\/box'/);
  t.regex(await text('Vagrantfile'), /'core-05', address: '172\.17\.8\.105', cpus: 1, memory: 2048/);
});

const libvirt = (version: string) =>
  computer(/^nothing/)
    .on(/^vagrant --version/, { stdout: `Vagrant ${version}\n` })
    .on(/^vagrant plugin/, { stdout: 'vagrant-libvirt (0.11.2, system)\n' })
    .on(/^virsh/, { stdout: 'qemu:///system\n' });

test('where libvirt alone is found, its box is taken', async (t) => {
  const { run, file, text } = await setUp(t);
  const { err } = await run({ yes: true, provider: 'vagrant' }, undefined, libvirt('2.4.9'));
  t.is(err, '');
  t.is((await loadTopology(file('swarmlab.yaml'))).topology.vagrant.box, 'cloud-image/debian-13');
  t.regex(await text('Vagrantfile'), /config\.vm\.box = 'cloud-image\/debian-13'/);
});

test("a cluster in Docker that moves to a computer's libvirt gets its box", async (t) => {
  const { run, file } = await setUp(t);
  const box = async () => (await loadTopology(file('swarmlab.yaml'))).topology.vagrant.box;
  await run({ yes: true, provider: 'docker' });
  t.is(await box(), 'bento/debian-13');
  await run({ yes: true, force: true, memory: '2048' }, undefined, libvirt('2.4.9'));
  t.is(await box(), 'bento/debian-13', 'it stays in Docker');
  await run({ yes: true, force: true, provider: 'vagrant' }, undefined, libvirt('2.4.9'));
  t.is(await box(), 'cloud-image/debian-13');
});

test('who chooses Vagrant at a terminal is offered the box of its hypervisor', async (t) => {
  const { run, file } = await setUp(t);
  await run({ yes: true, provider: 'docker' });
  const flags = { cluster: 'mine', nodes: '3', managers: '1', cpus: '1', memory: '1024', force: true };
  await atTerminal(
    (wizard) => run({ ...flags, labs: '', engineSource: 'debian' }, wizard, libvirt('2.4.9')),
    [
      { at: /Where do/, press: ['up'] },
      { at: /Lab network/ },
      { at: /Address of/ },
      { at: /Box .*cloud-image\/debian-13/s },
      { at: /Version/ },
    ],
  );
  const { topology } = await loadTopology(file('swarmlab.yaml'));
  t.is(`${topology.provider} ${topology.vagrant.box}`, 'vagrant cloud-image/debian-13');
});

test('the hypervisor of VAGRANT_DEFAULT_PROVIDER decides on the box', async (t) => {
  const { run, text } = await setUp(t);
  const env = { VAGRANT_DEFAULT_PROVIDER: 'virtualbox' };
  await run({ yes: true, provider: 'vagrant' }, undefined, libvirt('2.4.9'), env);
  t.regex(await text('Vagrantfile'), /config\.vm\.box = 'bento\/debian-13'/);
});

test("a Vagrant that knows no architectures is warned of, unless the box is the user's own", async (t) => {
  const { run } = await setUp(t);
  const warned =
    /warning: Vagrant 2\.3\.4 may take a public box for another processor.*\n {2}fix: .*2\.4 or later/;
  const { err } = await run({ yes: true, provider: 'vagrant' }, undefined, libvirt('2.3.4'));
  t.regex(err, warned);
  const own = await run({ yes: true, force: true, box: 'my/box' }, undefined, libvirt('2.3.4'));
  t.notRegex(own.err, warned);
});

test('a provider that cannot be used here yet is said to be so', async (t) => {
  const { run } = await setUp(t);
  const { err } = await run({ yes: true }, undefined, computer(/^nothing/));
  t.regex(err, /warning: provider docker cannot be used here yet: docker is not installed/);
});

test('after an edit of swarmlab.yaml init renders the Vagrantfile anew and keeps the comments', async (t) => {
  const { run, file, text } = await setUp(t);
  await run({ yes: true });
  const edited = `# mine\n${(await text('swarmlab.yaml')).replace('memory: 1024', 'memory: 4096')}`;
  await writeFile(file('swarmlab.yaml'), edited);
  const error = await t.throwsAsync(run({ yes: true }), {
    code: 'E_USAGE',
    message: /^Vagrantfile is there already/,
  });
  t.true(error instanceof SwarmlabError && error.fix.includes('--force'));
  await run({ yes: true, force: true });
  t.regex(await text('Vagrantfile'), /core-01.*memory: 4096/);
  t.is(await text('swarmlab.yaml'), edited);
});

test('without a terminal it says which flags are missing', async (t) => {
  const { run } = await setUp(t);
  const error = await t.throwsAsync(run({ provider: 'docker', nodes: '3' }), { code: 'E_NO_TTY' });
  t.is(
    error instanceof SwarmlabError && error.fix,
    'Pass --yes to take the defaults, or answer with --cluster, --managers, --subnet, --first-address, --labs, --cpus, --memory, --engine-source.',
  );
});

test('with every flag given nobody is asked', async (t) => {
  const { run } = await setUp(t);
  const { out } = await run({
    provider: 'docker',
    cluster: 'c',
    nodes: '3',
    managers: '1',
    subnet: '172.17.8.0/24',
    firstAddress: '172.17.8.101',
    cpus: '1',
    memory: '1024',
    engineSource: 'auto',
    labs: 'whoami',
  });
  t.regex(out, /swarmlab\.yaml: written/);
});

const wrong: [InitFlags, RegExp][] = [
  [{ cluster: 'My Lab' }, /cluster .*"My Lab"/],
  [{ subnet: '172.17.8.0' }, /172\.17\.8\.0/],
  [{ firstAddress: '10.0.0.1' }, /10\.0\.0\.1/],
  [{ overlayPool: '172.17.0.0/16' }, /overlayPool|172\.17\.0\.0\/16/],
  [{ labs: 'whoamy' }, /no such lab.*whoamy/],
  [{ engineSource: 'file' }, /engine\.file/],
  [{ engineVersion: 'latest' }, /latest/],
  [{ provider: 'ssh' }, /machines/],
  [{ cluster: '', box: '' }, /.+/],
];

for (const [flags, message] of wrong) {
  test(`${JSON.stringify(flags)} is refused and nothing is written`, async (t) => {
    const { run, text } = await setUp(t);
    await t.throwsAsync(run({ yes: true, ...flags }), { code: 'E_USAGE', message });
    await t.throwsAsync(text('swarmlab.yaml'));
  });
}

test("an even number of managers and a wider route of this computer's are warned of", async (t) => {
  const { run } = await setUp(t, { cidr: '172.17.0.0/16', interface: 'docker0' });
  const { err } = await run({ yes: true, provider: 'vagrant', managers: '2' });
  t.regex(err, /warning: an even number of managers/);
  t.regex(err, /warning: .*docker0/);
});

test('a route that takes the lab network away is an error that names the interface', async (t) => {
  const { run } = await setUp(t, { cidr: '172.17.8.0/25', interface: 'tun0' });
  await t.throwsAsync(run({ yes: true, provider: 'vagrant' }), { code: 'E_USAGE', message: /tun0/ });
});

test('a swarmlab.yaml that is wrong is reported, not replaced, unless forced', async (t) => {
  const { run, file, text } = await setUp(t);
  await writeFile(file('swarmlab.yaml'), 'version: 1\nnodes: 7\n');
  await t.throwsAsync(run({ yes: true }), { code: 'E_CONFIG' });
  t.is(await text('swarmlab.yaml'), 'version: 1\nnodes: 7\n');
  await run({ yes: true, force: true });
  t.regex(await text('swarmlab.yaml'), /core-03/);
});

test('at a terminal a file that differs is shown and asked about', async (t) => {
  const { run, text } = await setUp(t);
  await run({ yes: true });
  const interview = async (steps: Step[]) =>
    (await atTerminal((wizard) => run({ memory: '2048' }, wizard), [...questions, ...steps])).value;
  const questions = [
    /Where do/,
    /Name of/,
    /How many/,
    /Which of/,
    /Lab net/,
    /Address of/,
    /Labs/,
    /CPUs/,
    /Engine come/,
  ].map((at) => ({ at }));

  const kept = await interview([{ at: /Replace swarmlab\.yaml\?/ }]);
  t.regex(kept.err, /-\s+memory: 1024\n/);
  t.regex(kept.err, /\+\s+memory: 2048\n/);
  t.regex(kept.out, /swarmlab\.yaml: kept\nVagrantfile: kept/);

  const replaced = await interview([
    { at: /Replace swarmlab\.yaml\?/, type: 'y' },
    { at: /Replace Vagrantfile\?/, type: 'y' },
  ]);
  t.regex(replaced.out, /swarmlab\.yaml: replaced\nVagrantfile: replaced/);
  t.regex(await text('Vagrantfile'), /memory: 2048/);
});

test('at a terminal a swarmlab.yaml that is there can be kept', async (t) => {
  const { run } = await setUp(t);
  await run({ yes: true });
  const { value } = await atTerminal(
    (wizard) => run({}, wizard),
    [{ at: /swarmlab\.yaml is there already/ }],
  );
  t.regex(value.out, /Vagrantfile: unchanged/);
});
