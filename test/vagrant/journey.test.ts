import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { notePhases, timed, VmCluster, virsh } from '../_helpers/vm-cluster.ts';

const cluster = new VmCluster('journey');
const three = ['core-01', 'core-02', 'core-03'];
const addresses = ['172.17.8.101', '172.17.8.102', '172.17.8.103'];
const vagrantfile = () => readFileSync(path.join(cluster.folder, 'Vagrantfile'), 'utf8');
let rendered = '';
test.after.always(() => cluster.remove());

test.serial('init renders the Vagrantfile', async (t) => {
  t.regex(await cluster.init(), /Vagrantfile: written/);
  rendered = vagrantfile();
});

test.serial('up makes three Ready nodes, each with the engine pushed over SSH', async (t) => {
  const { code, stderr } = await timed('up', () => cluster.run('up'));
  notePhases(stderr);
  t.is(code, 0, stderr);
  for (const node of three) {
    t.regex(stderr, new RegExp(`${node}: Make machines: made `));
    t.regex(stderr, new RegExp(`${node}: Connect over SSH: vagrant@`));
    t.regex(stderr, new RegExp(`${node}: Push the engine: Docker `));
    t.regex(stderr, new RegExp(`${node}: Load kernel modules: loaded ip_vs.*; kept for the next boot`));
  }
});

test.serial('status says where they are and that the kernel itself carries the routing mesh', async (t) => {
  const status = JSON.parse(await timed('status', () => cluster.must('status', '--json')));
  t.is(status.mesh, 'ipvs');
  t.deepEqual(
    status.nodes.map((node: { address: string; status: string; ssh: { user: string } }) => [
      node.address,
      node.status,
      node.ssh.user,
    ]),
    addresses.map((address) => [address, 'ready', 'vagrant']),
  );
});

test.serial(
  "every node has a kernel of its own, our key instead of Vagrant's, and advertises its lab address",
  async (t) => {
    const ours = readFileSync(path.join(cluster.folder, '.swarmlab/id_ed25519.pub'), 'utf8').trim();
    const ask = [
      'cat /proc/sys/kernel/random/boot_id /home/vagrant/.ssh/authorized_keys',
      "docker info --format '{{.Swarm.NodeAddr}}'",
    ].join('; ');
    const seen = await Promise.all(three.map((node) => cluster.on(node, ask)));
    const [boots, keys, advertised] = [0, 1, 2].map((line) =>
      seen.map((each) => each.trim().split('\n')[line]),
    );
    t.is(new Set([readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(), ...(boots ?? [])]).size, 4);
    t.deepEqual(keys, [ours, ours, ours]);
    t.deepEqual(advertised, addresses);
  },
);

test.serial('lab 01 fails before it is solved and passes after', async (t) => {
  await timed('lab 01: check, solve, check', async () => {
    t.is((await cluster.run('lab', 'check', 'whoami')).code, 1);
    await cluster.solve('01-whoami');
    t.true(await cluster.passes('whoami', 120_000));
  });
});

test.serial('a second up does nothing and says so', async (t) => {
  const { code, stderr } = await timed('second up', () => cluster.run('up'));
  t.is(code, 0, stderr);
  for (const node of three) {
    t.regex(stderr, new RegExp(`${node}: Make machines: runs already`));
    t.regex(stderr, new RegExp(`${node}: Push the engine: .* is there`));
    t.regex(stderr, new RegExp(`${node}: Load kernel modules: nothing to do`));
    t.regex(stderr, new RegExp(`${node}: Start the engine: nothing to do`));
  }
  t.regex(stderr, /Verify the data plane: nothing to do/);
});

test.serial('stop and start bring the same swarm back, and the service on it', async (t) => {
  await timed('stop', () => cluster.must('stop'));
  t.deepEqual(await cluster.states(), ['stopped', 'stopped', 'stopped']);
  const { code, stderr } = await timed('start', () => cluster.run('start'));
  notePhases(stderr);
  // Why a node is not Ready is in the engines' logs, which go with the machines.
  const logs = code === 0 ? [] : await Promise.all(three.map((node) => cluster.must('logs', node)));
  t.is(code, 0, [stderr, ...logs].join('\n'));
  t.notRegex(stderr, /Push the engine: Docker .* from/);
  t.regex(stderr, /Verify the data plane: 6 directions carried the payload/);
  t.deepEqual(await cluster.states(), ['ready', 'ready', 'ready']);
  t.true(await cluster.passes('whoami', 120_000));
});

test.serial('the rendered Vagrantfile was never changed', (t) => {
  t.is(vagrantfile(), rendered);
});

test.serial('down leaves no machine, no disk and no network', async (t) => {
  await timed('down', () => cluster.must('down', '--keep-cache'));
  t.notRegex(await virsh('list', '--all', '--name'), new RegExp(cluster.name));
  t.notRegex(await virsh('net-list', '--all', '--name'), new RegExp(cluster.name));
  t.notRegex(await virsh('vol-list', 'default'), new RegExp(cluster.name));
});
