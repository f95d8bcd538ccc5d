import test, { type ExecutionContext } from 'ava';
import { kernelProbe } from '../../../src/cluster/kernel/kernel-probe.ts';
import { parseKernel } from '../../../src/cluster/kernel/modules.ts';
import { keyValues } from '../../../src/cluster/key-values.ts';
import { FakeSystem } from '../../_helpers/fake-system.ts';

const tree = 'lib/modules/6.12.0-amd64';

/** A machine whose kernel has these modules to load; as modprobe does, it fails when one of those asked for is not there. */
function machine(t: ExecutionContext, ...there: string[]): FakeSystem {
  const known = there.length > 0 ? there.join(' | ') : '-';
  return new FakeSystem(t)
    .program('uname', 'echo 6.12.0-amd64')
    .program('modprobe', `for word; do case $word in -* | ${known}) ;; *) exit 1 ;; esac; done`)
    .file(`${tree}/modules.dep`)
    .file(`${tree}/modules.builtin`, 'kernel/fs/ext4/ext4.ko\n');
}

const look = (system: FakeSystem) => parseKernel(keyValues(system.run(kernelProbe(system.root))));
const modprobes = (system: FakeSystem) => system.calls.filter((call) => call.startsWith('modprobe'));
const all = ['ip_vs', 'ip_vs_rr', 'xt_ipvs', 'vxlan', 'overlay', 'br_netfilter'];

test('where all can be loaded, one dry modprobe tells', (t) => {
  const system = machine(t, ...all);
  const { modules, ipvs } = look(system);
  t.deepEqual(
    Object.values(modules.states),
    all.map(() => 'loadable' as const),
  );
  t.deepEqual([modules.own, modules.kept, ipvs], [true, false, false]);
  t.deepEqual(modprobes(system), [`modprobe -n -q -a ${all.join(' ')}`]);
});

test('what is loaded shows in /sys, what is built in stands in a file, and neither is asked for', (t) => {
  const system = machine(t, 'xt_ipvs', 'br_netfilter')
    .file('sys/module/ip_vs/initstate', 'live\n')
    .file('sys/module/vxlan/initstate', 'live\n')
    .file('sys/module/overlay/parameters/metacopy', 'N\n')
    .file('proc/net/ip_vs')
    .file(`${tree}/modules.builtin`, 'kernel/fs/ext4/ext4.ko\nkernel/net/netfilter/ipvs/ip_vs_rr.ko\n');
  const { modules, ipvs } = look(system);
  t.deepEqual(modules.states, {
    ip_vs: 'loaded',
    ip_vs_rr: 'loaded',
    xt_ipvs: 'loadable',
    vxlan: 'loaded',
    overlay: 'loaded',
    br_netfilter: 'loadable',
  });
  t.true(ipvs);
  t.deepEqual(modprobes(system), ['modprobe -n -q -a xt_ipvs br_netfilter']);
});

test('when one is missing, each is asked for by itself', (t) => {
  const system = machine(t, 'ip_vs', 'overlay', 'br_netfilter', 'vxlan').file('proc/net/ip_vs');
  const { modules, ipvs } = look(system);
  t.deepEqual(modules.states, {
    ip_vs: 'loadable',
    ip_vs_rr: 'missing',
    xt_ipvs: 'missing',
    vxlan: 'loadable',
    overlay: 'loadable',
    br_netfilter: 'loadable',
  });
  t.false(ipvs, 'IPVS without its parts balances nothing');
  t.is(modprobes(system).length, 1 + all.length);
  t.true(modprobes(system).every((call) => call.startsWith('modprobe -n -q ')));
});

test('a machine where all are loaded is not asked for anything', (t) => {
  const system = machine(t);
  for (const name of all) system.file(`sys/module/${name}/initstate`, 'live\n');
  t.deepEqual(
    Object.values(look(system).modules.states),
    all.map(() => 'loaded' as const),
  );
  t.deepEqual(modprobes(system), []);
});

test('a system container knows what it sees loaded, and no more', (t) => {
  const system = new FakeSystem(t)
    .program('uname', 'echo 6.12.0-amd64')
    .program('modprobe', 'exit 1')
    .file('sys/module/overlay/initstate', 'live\n');
  const { modules } = look(system);
  t.false(modules.own);
  t.is(modules.states.overlay, 'loaded');
  t.is(modules.states.vxlan, 'unknown');
  t.deepEqual(modprobes(system), []);
});

test('without modprobe a machine cannot look for modules, even its own', (t) => {
  const system = new FakeSystem(t).program('uname', 'echo 6.12.0-amd64').file(`${tree}/modules.dep`);
  const { modules } = look(system);
  t.false(modules.own);
  t.is(modules.states.vxlan, 'unknown');
});

const head = '# Written by swarmlab: what Docker Swarm needs of the kernel.';
const files: [string, string[], boolean][] = [
  ['just the modules that are there', [head, 'ip_vs', 'vxlan', 'overlay', 'br_netfilter'], true],
  ['a module that is missing', [head, 'ip_vs', 'ip_vs_rr', 'vxlan', 'overlay', 'br_netfilter'], false],
  ['too few modules', [head, 'ip_vs', 'vxlan', 'overlay'], false],
  ["somebody else's lines", ['ip_vs', 'vxlan', 'overlay', 'br_netfilter'], false],
];
for (const [title, lines, kept] of files) {
  test(`a file with ${title} ${kept ? 'is' : 'is not'} as it should be`, (t) => {
    const system = machine(t, 'ip_vs', 'vxlan', 'overlay', 'br_netfilter').file(
      'etc/modules-load.d/swarmlab.conf',
      `${lines.join('\n')}\n`,
    );
    t.is(look(system).modules.kept, kept);
  });
}
