import test from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { Facts } from '../../src/cluster/facts.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { upPhases } from '../../src/cluster/phases/index.ts';
import { installPackages } from '../../src/cluster/phases/install-packages.ts';
import { facts } from '../_helpers/facts.ts';
import { FakeEngine } from '../_helpers/fake-engine.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';

/** A node with these facts, whose machine has what is missing once it was installed. */
function nodeWith(changes: Partial<Facts>, ownsMachines = true, kit?: object) {
  const cluster = { provider: { ownsMachines }, now: () => 0, kit } as unknown as Cluster;
  const node = new ClusterNode({
    name: 'core-02',
    role: 'worker',
    address: '172.17.8.102',
    cpus: 1,
    memory: 1024,
  });
  const remote = new FakeRemote('core-02').on(/epoch=/, { stdout: 'tool=iptables\ntool=apt-get\n' });
  node.connected(remote, new FakeEngine());
  node.gathered(facts(changes));
  const said: string[] = [];
  return {
    node,
    remote,
    said,
    skip: () => installPackages.skip?.(node, cluster),
    run: () => installPackages.run(node, cluster, (line) => said.push(line)),
    dryRun: () => installPackages.dryRun?.(node, cluster),
  };
}

const tools = (...names: string[]) => new Set(names);

test('packages are installed after the facts are known, before they are judged', (t) => {
  const ids = upPhases.map(({ id }) => id);
  t.deepEqual(ids.slice(ids.indexOf('gather-facts')).slice(0, 3), [
    'gather-facts',
    'install-packages',
    'validate',
  ]);
});

test('where nothing is missing there is nothing to do', (t) => {
  t.is(nodeWith({ tools: tools('iptables') }).skip(), 'nothing is missing');
});

test('a missing iptables is installed, and the facts know it', async (t) => {
  const { node, remote, said, skip, run } = nodeWith({ tools: tools('apt-get') });
  t.is(skip(), undefined);
  remote.on(/install-packages repair iptables$/);
  t.is(await run(), 'installed iptables');
  t.deepEqual(said, ['installing iptables']);
  t.true(node.facts.tools.has('iptables'));
  t.is(skip(), 'nothing is missing');
});

test("AppArmor's parser is installed where the kernel asks for it", async (t) => {
  const { node, remote, run } = nodeWith({ tools: tools('iptables', 'apt-get'), appArmorUnusable: true });
  remote.on(/install-packages repair apparmor$/);
  t.is(await run(), 'installed apparmor');
  t.false(node.facts.appArmorUnusable);
});

test('both are installed at once', async (t) => {
  const { remote, run } = nodeWith({ tools: tools('apt-get'), appArmorUnusable: true });
  remote.on(/install-packages repair iptables apparmor$/);
  t.is(await run(), 'installed iptables and apparmor');
});

test('a machine that is not ours gets the packages, but no repair', async (t) => {
  const { remote, run } = nodeWith({ tools: tools('apt-get') }, false);
  remote.on(/install-packages leave iptables$/);
  t.is(await run(), 'installed iptables');
});

test('what apt-get calls installed and is not there is said', async (t) => {
  const { remote, run } = nodeWith({ tools: tools('apt-get'), appArmorUnusable: true });
  remote.on(/install-packages/).on(/epoch=/, { stdout: 'tool=apt-get\napparmor=no parser\n' });
  t.is(await run(), 'installed iptables and apparmor, but still without iptables and apparmor');
});

test('what cannot be installed is said with the reason, and left to validation', async (t) => {
  const { node, remote, run } = nodeWith({ tools: tools('apt-get') });
  remote.on(/install-packages/, {
    exitCode: 1,
    stdout: "W: Failed to fetch http://d/  Could not resolve 'd'\n",
  });
  t.is(await run(), "could not install iptables: Failed to fetch http://d/  Could not resolve 'd'");
  t.false(node.facts.tools.has('iptables'));
});

test('without apt-get nothing is tried', async (t) => {
  const { remote, run, dryRun } = nodeWith({ tools: tools() });
  t.is(await run(), 'could not install iptables: there is no apt-get');
  t.is(await dryRun(), 'nothing: there is no apt-get to install iptables with');
  t.deepEqual(remote.ran, []);
});

test('a dry run says what would be installed, and goes on as if it were there', async (t) => {
  const { node, remote, dryRun } = nodeWith({ tools: tools('zstd', 'apt-get'), appArmorUnusable: true });
  t.is(await dryRun(), 'would install iptables and apparmor');
  t.deepEqual([...node.facts.tools], ['zstd', 'apt-get', 'iptables']);
  t.false(node.facts.appArmorUnusable);
  t.deepEqual(remote.ran, []);
});

test('with a kit apt-get is not even tried: it would ask somebody else', async (t) => {
  const { remote, run, dryRun } = nodeWith({ tools: tools('apt-get') }, true, {});
  t.is(await run(), 'could not install iptables: a kit is used, and it has no packages');
  t.is(await dryRun(), 'nothing: the kit has no packages to install iptables from');
  t.deepEqual(remote.ran, []);
});
