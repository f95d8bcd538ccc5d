import test from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { Facts } from '../../src/cluster/facts.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { upPhases } from '../../src/cluster/phases/index.ts';
import { loadModules } from '../../src/cluster/phases/load-modules.ts';
import { startMesh } from '../../src/cluster/phases/start-mesh.ts';
import { facts, modules, printed, sharedKernel } from '../_helpers/facts.ts';
import { FakeEngine } from '../_helpers/fake-engine.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';

const cluster = {} as Cluster;

function nodeWith(changes: Partial<Facts>) {
  const node = new ClusterNode({
    name: 'core-02',
    role: 'worker',
    address: '172.17.8.102',
    cpus: 1,
    memory: 1024,
  });
  const remote = new FakeRemote('core-02');
  node.connected(remote, new FakeEngine());
  node.gathered(facts(changes));
  const run = () => loadModules.run(node, cluster, () => {});
  const mesh = () => startMesh.run(node, cluster, () => {});
  return { node, remote, run, mesh };
}

const fresh = modules(
  {
    ip_vs: 'loadable',
    ip_vs_rr: 'loadable',
    xt_ipvs: 'loadable',
    vxlan: 'loadable',
    br_netfilter: 'loadable',
  },
  { kept: false },
);
const without = { ip_vs: 'missing', ip_vs_rr: 'missing', xt_ipvs: 'missing' } as const;
const running = { version: '28.5', swarm: 'active', nodeId: 'n', nodeAddress: '', control: false };

test("modules are loaded between the engine's configuration and its start", (t) => {
  const ids = upPhases.map(({ id }) => id);
  t.deepEqual(ids.slice(ids.indexOf('configure-engine')).slice(0, 3), [
    'configure-engine',
    'load-modules',
    'start-engine',
  ]);
});

test('a fresh VM loads and keeps them, and then balances with IPVS', async (t) => {
  const { node, remote, run } = nodeWith({ modules: fresh, ipvs: false });
  t.is(loadModules.skip?.(node, cluster), undefined);
  t.is(
    await loadModules.dryRun?.(node, cluster),
    'would load ip_vs, ip_vs_rr, xt_ipvs, vxlan, br_netfilter and keep them for the next boot',
  );
  t.is(await startMesh.dryRun?.(node, cluster), 'nothing: the kernel has IPVS once it is loaded');
  remote.on(/load-modules/, { stdout: printed(modules()) });
  t.is(await run(), 'loaded ip_vs, ip_vs_rr, xt_ipvs, vxlan, br_netfilter; kept for the next boot');
  t.true(node.facts.ipvs);
  t.is(startMesh.skip?.(node, cluster), 'the kernel has IPVS');
  t.is(loadModules.skip?.(node, cluster), 'loaded and kept');
  t.false(node.engineChanged);
});

test('modules that are loaded are kept without loading any', async (t) => {
  const { node, remote, run } = nodeWith({ modules: modules({}, { kept: false }) });
  t.is(await loadModules.dryRun?.(node, cluster), 'would keep them for the next boot');
  remote.on(/load-modules keep$/, { stdout: printed(modules()) });
  t.is(await run(), 'loaded already; now kept for the next boot');
});

test('what is missing is said, also the next time', async (t) => {
  const note = 'without ip_vs, ip_vs_rr, xt_ipvs: nftables fill in for IPVS';
  const { node, remote, run } = nodeWith({
    modules: modules({ ...without, vxlan: 'loadable' }, { kept: false }),
    ipvs: false,
  });
  t.is(
    await loadModules.dryRun?.(node, cluster),
    `would load vxlan and keep them for the next boot; ${note}`,
  );
  remote.on(/load-modules/, { stdout: printed(modules(without), false) });
  t.is(await run(), `loaded vxlan; kept for the next boot; ${note}`);
  t.is(loadModules.skip?.(node, cluster), `loaded and kept; ${note}`);
  t.is(startMesh.skip?.(node, cluster), undefined);
});

test('a part of IPVS that the kernel refused is said', async (t) => {
  const { remote, run } = nodeWith({ modules: modules({ xt_ipvs: 'loadable' }), ipvs: false });
  remote.on(/load-modules/, { stdout: printed(modules({ xt_ipvs: 'loadable' }), false) });
  t.regex(await run(), /; without xt_ipvs: nftables fill in for IPVS$/);
});

test('an engine that is in a swarm and found no IPVS is started anew, once there is one', async (t) => {
  const engineOf = async (changes: Partial<Facts>) => {
    const { node, remote, run } = nodeWith({ modules: fresh, ...changes });
    remote.on(/load-modules/, { stdout: printed(modules()) });
    await run();
    return node.engineChanged;
  };
  t.true(await engineOf({ ipvs: false, member: true, engine: running }));
  t.false(await engineOf({ ipvs: true, member: true, engine: running }));
  t.false(await engineOf({ ipvs: false, member: false, engine: running }));
  t.false(await engineOf({ ipvs: false, member: true }));
});

test('a system container is skipped with the reason, and asks its kernel for IPVS when the mesh starts', async (t) => {
  const { node, remote, mesh } = nodeWith({ modules: sharedKernel, ipvs: false });
  t.is(
    loadModules.skip?.(node, cluster),
    'no modules of kernel 6.12.0-amd64 are here, as in a system container',
  );
  remote.on(/perl/, { stdout: 'ipvs\n' });
  t.is(await mesh(), 'the kernel has IPVS');
  t.true(node.facts.ipvs);
  t.is(remote.uploads.length, 0);
});

test('a system container whose kernel has no IPVS gets the fallback', async (t) => {
  const { remote, mesh } = nodeWith({ modules: sharedKernel, ipvs: false });
  remote.on(/perl/, { stdout: 'none\n' }).on(/ensure/, { stdout: 'started\n' });
  t.is(await mesh(), 'nftables fill in for IPVS');
});

test('a VM without IPVS gets the fallback unasked', async (t) => {
  const { remote, mesh } = nodeWith({ modules: modules(without), ipvs: false });
  remote.on(/ensure/, { stdout: 'running\n' });
  t.is(await mesh(), 'runs already');
});
