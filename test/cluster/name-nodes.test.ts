import test from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { nameNodes } from '../../src/cluster/phases/name-nodes.ts';
import { facts } from '../_helpers/facts.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';

function machine() {
  const node = new ClusterNode({
    name: 'core-01',
    role: 'manager',
    address: '172.17.8.101',
    cpus: 1,
    memory: 1,
  });
  const remote = new FakeRemote();
  node.connected(remote);
  node.gathered(facts());
  const cluster = { topology: { nodes: [node.plan] }, provider: { ownsMachines: true } };
  return { node, remote, cluster: cluster as unknown as Cluster };
}

test('a machine that lacks the names gets them', async (t) => {
  const { node, remote, cluster } = machine();
  remote.on(/name-nodes/, {});
  t.is(await nameNodes.run(node, cluster, () => {}), '/etc/hosts written');
  t.regex(node.facts.hosts, /^172\.17\.8\.101 core-01$/m);
  t.is(await nameNodes.dryRun?.(node, cluster), 'nothing: they know each other by name');
});

test('one that has them costs no command', async (t) => {
  const { node, remote, cluster } = machine();
  remote.on(/name-nodes/, {});
  await nameNodes.run(node, cluster, () => {});
  node.connected(new FakeRemote());
  t.is(await nameNodes.run(node, cluster, () => {}), 'they know each other by name');
});

test('a file that cannot be written fails with the node’s name', async (t) => {
  const { node, remote, cluster } = machine();
  remote.on(/name-nodes/, { exitCode: 1, stderr: 'cp: No space left on device\n' });
  await t.throwsAsync(
    nameNodes.run(node, cluster, () => {}),
    {
      code: 'E_NODE_COMMAND',
      message: 'core-01: could not write /etc/hosts: cp: No space left on device',
    },
  );
});
