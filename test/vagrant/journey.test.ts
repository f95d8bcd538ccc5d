import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { notePhases, timed, VmCluster, virsh } from '../_helpers/vm-cluster.ts';

const cluster = new VmCluster('journey');
const three = ['core-01', 'core-02', 'core-03'];
const ready = ['ready', 'ready', 'ready'];
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
  t.deepEqual(await cluster.states(), ready);
});

test.serial('status says where they are and that the kernel itself carries the routing mesh', async (t) => {
  const status = JSON.parse(await timed('status', () => cluster.must('status', '--json')));
  t.is(status.mesh, 'ipvs');
  t.deepEqual(
    status.nodes.map((node: { address: string; ssh: { user: string } }) => [node.address, node.ssh.user]),
    [
      ['172.17.8.101', 'vagrant'],
      ['172.17.8.102', 'vagrant'],
      ['172.17.8.103', 'vagrant'],
    ],
  );
});

test.serial("our key has replaced Vagrant's insecure one", async (t) => {
  const ours = readFileSync(path.join(cluster.folder, '.swarmlab/id_ed25519.pub'), 'utf8').trim();
  for (const node of three) {
    t.is((await cluster.on(node, 'cat /home/vagrant/.ssh/authorized_keys')).trim(), ours);
  }
});

test.serial('every node has a kernel of its own, and advertises its lab address', async (t) => {
  const boots = new Set([readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()]);
  for (const [i, node] of three.entries()) {
    const seen = await cluster.on(
      node,
      "cat /proc/sys/kernel/random/boot_id; docker info --format '{{.Swarm.NodeAddr}}'",
    );
    const [boot = '', address] = seen.trim().split('\n');
    boots.add(boot);
    t.is(address, `172.17.8.10${i + 1}`);
  }
  t.is(boots.size, 4);
});

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
  t.is(code, 0, stderr);
  t.notRegex(stderr, /Push the engine: Docker .* from/);
  t.regex(stderr, /Verify the data plane: 6 directions carried the payload/);
  t.deepEqual(await cluster.states(), ready);
  t.deepEqual(await cluster.members(), three);
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
