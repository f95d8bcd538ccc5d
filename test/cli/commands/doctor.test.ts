import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { runDoctor } from '../../../src/cli/commands/doctor.ts';
import type { ReportedRow } from '../../../src/cluster/doctor/doctor.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { computer } from '../../_helpers/computer.ts';
import { FakeIo, fakeContext } from '../../_helpers/fake-io.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { recorded } from '../../_helpers/recorded.ts';

/** A computer with these tools alone; the value is what they print. */
function tools(says: Record<string, string>): FakeRunner {
  const runner = new FakeRunner().on(/./, ({ argv }) => {
    throw new SwarmlabError('E_COMMAND_MISSING', `${argv[0]} is not installed`, { fix: '' });
  });
  for (const [start, stdout] of Object.entries(says)) runner.on(new RegExp(`^${start}`), { stdout });
  return runner;
}

const routes = { 'ip -j': recorded('ip-route.json') };
const docker = {
  ...routes,
  'docker --version': 'Docker version 28.2.2, build e6534b4\n',
  'docker version': '20.10.24+dfsg1\n',
  'docker info': recorded('docker-info-debian.json'),
  'docker context inspect': '"unix:///var/run/docker.sock"\n',
};
const virtualBox = {
  ...routes,
  'vagrant --version': 'Vagrant 2.4.9\n',
  'vagrant plugin': 'No plugins installed.\n',
  VBoxManage: recorded('vboxmanage-6.1.28.txt'),
};

/** Runs `doctor` in a new folder; `files`: what is in it, and what this computer's own files are. */
async function look(
  t: ExecutionContext,
  runner: FakeRunner,
  files: Record<string, string> = {},
  flags: { json?: boolean } = { json: true },
) {
  const root = await temporaryFolder(t);
  const folder = path.join(root, 'home', 'me', 'lab');
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(name.startsWith('/') ? root : folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const io = new FakeIo(folder, { SWARMLAB_CACHE: path.join(root, 'cache') });
  const { context, codes } = fakeContext(io);
  await runDoctor(context, flags, {
    runner: () => runner,
    computer: computer({ root, home: path.join(root, 'home', 'me') }),
    fetch: async () => {
      throw new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } });
    },
    node: 'v22.11.0',
  });
  const report = flags.json ? JSON.parse(io.out) : undefined;
  const rows = new Map<string, ReportedRow>(report?.rows.map((row: ReportedRow) => [row.id, row]));
  return { io, codes, folder, report, rows };
}

const vagrantPlan = `version: 1
cluster: lab
provider: vagrant
nodes:
  - { name: core-01, role: manager, address: 172.17.8.101 }
  - { name: core-02, role: worker, address: 172.17.8.102 }
`;

test('in an empty folder the plan that init would make is looked at, and nothing is made', async (t) => {
  const { io, codes, folder, report, rows } = await look(t, tools(docker));
  t.like(report, { cluster: 'lab', provider: 'docker', plan: 'the defaults', ok: true });
  t.is(report.providers[0].reason, 'Vagrant is not installed');
  t.like(rows.get('docker-host'), { outcome: 'ok', fix: null });
  t.is(rows.get('memory')?.needed, '3072 MiB for 3 nodes');
  t.is(rows.get('docker-hub')?.outcome, 'skip');
  t.is(rows.get('clock')?.outcome, 'unknown');
  t.is(rows.get('nodes')?.outcome, 'skip');
  t.deepEqual(codes, [], 'nothing is fatal: exit code 0');
  t.regex(io.err, /no swarmlab\.yaml here.*vagrant: Vagrant is not installed; docker: Docker Engine/);
  t.deepEqual(await readdir(folder), []);
});

test('what will keep `up` from working ends with 3, in a table with what is needed and the fix', async (t) => {
  const { io, codes, folder } = await look(t, tools(virtualBox), { 'swarmlab.yaml': vagrantPlan }, {});
  t.deepEqual(codes, [3]);
  t.regex(io.out, /^lab \(vagrant\), as in swarmlab\.yaml\nCHECK +RESULT +SEEN/);
  t.regex(
    io.out,
    /^VirtualBox's host-only range +fatal +VirtualBox allows no host-only network at 172\.17\.8\.0\/24/m,
  );
  t.regex(
    io.out,
    /^fatal: VirtualBox's host-only range\n {2}needed: 172\.17\.8\.0\/24 in \/etc\/vbox\/networks\.conf\n {2}fix: As root, add the line `\* 192\.168\.56\.0\/21 172\.17\.8\.0\/24`/m,
  );
  t.is(io.err, '', 'there is a swarmlab.yaml');
  t.deepEqual(await readdir(folder), ['swarmlab.yaml']);
});

test('once the range is allowed, VirtualBox is fine; KVM that holds VT-x is not', async (t) => {
  const files = {
    'swarmlab.yaml': vagrantPlan,
    '/etc/vbox/networks.conf': '* 192.168.56.0/21 172.17.8.0/24\n',
  };
  const good = await look(t, tools(virtualBox), files);
  t.is(good.rows.get('host-only-range')?.outcome, 'ok');
  t.is(good.rows.get('virtualization')?.outcome, 'ok');
  t.deepEqual(good.codes, []);
  const busy = await look(t, tools(virtualBox), {
    ...files,
    '/proc/modules': 'kvm_amd 237568 4 - Live 0x0000000000000000\nkvm 1351680 1 kvm_amd, Live 0x0\n',
  });
  t.is(busy.rows.get('virtualization')?.outcome, 'warn', 'Linux 6.8 shares while no machine of KVM runs');
});

test('the rows say the same for programs and for people', async (t) => {
  const files = { 'swarmlab.yaml': vagrantPlan };
  const { report } = await look(t, tools(virtualBox), files);
  const { io } = await look(t, tools(virtualBox), files, {});
  for (const { title, outcome } of report.rows as ReportedRow[])
    t.regex(io.out, new RegExp(`^${title} +${outcome} `, 'm'));
  t.false(report.ok);
  t.is(report.providers, null);
});

test('no tool at all is told row by row', async (t) => {
  const { codes, rows } = await look(t, tools(routes));
  t.deepEqual(codes, [3]);
  t.like(rows.get('docker-host'), { outcome: 'fatal', seen: 'the docker command is not installed' });
  t.is(rows.get('memory')?.outcome, 'unknown', 'it is the Docker host that would know');
});

test('a swarmlab.yaml that is wrong is reported as ever', async (t) => {
  await t.throwsAsync(look(t, tools(docker), { 'swarmlab.yaml': 'version: 1\nnodes: 7\n' }), {
    code: 'E_CONFIG',
  });
});
