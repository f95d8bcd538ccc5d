import test from 'ava';
import type { Facts } from '../../src/cluster/facts.ts';
import { findings, pairFindings } from '../../src/cluster/validation.ts';
import type { NodePlan } from '../../src/config/schema.ts';
import { topologySchema } from '../../src/config/schema.ts';
import { facts, modules, sharedKernel } from '../_helpers/facts.ts';

const plan: NodePlan = { name: 'core-02', role: 'worker', address: '172.17.8.102', cpus: 1, memory: 1024 };
const other: NodePlan = { ...plan, name: 'core-01', role: 'manager', address: '172.17.8.101' };
const { network } = topologySchema.parse({ version: 1, cluster: 'c', provider: 'docker', nodes: [other] });

const sound = facts();
const soundOther: Facts = { ...sound, hostname: 'core-01', machineId: 'a' };

test('a machine as planned has no findings', (t) => {
  t.deepEqual(findings(plan, sound, network), []);
  t.deepEqual(pairFindings(plan, sound, other, soundOther), []);
});

const alone: [string, Partial<Facts>, RegExp][] = [
  ['another host name', { hostname: 'debian' }, /host name is debian, but the plan says core-02/],
  ['an unknown processor', { arch: 'unknown' }, /neither amd64 nor arm64/],
  ['too little memory', { memoryMiB: 480 }, /has 480 MiB of memory; a node needs 700/],
  ['a full disk', { diskMiB: 12 }, /has 12 MiB of free disk/],
  ['no iptables', { tools: new Set<string>() }, /no iptables/],
  [
    'no modules that Swarm needs',
    { modules: modules({ vxlan: 'missing', br_netfilter: 'missing', ip_vs: 'missing' }) },
    /its kernel 6\.12\.0-amd64 has no vxlan, br_netfilter, which Swarm needs/,
  ],
  ['an AppArmor without its parser', { appArmorUnusable: true }, /no apparmor_parser/],
  [
    'no planned address',
    { addresses: [{ interface: 'eth0', cidr: '10.0.2.15/24' }] },
    /172\.17\.8\.102 \(seen: eth0 10\.0\.2\.15\/24\)/,
  ],
  [
    'a NAT network inside the overlay pool',
    { addresses: [...sound.addresses, { interface: 'eth2', cidr: '10.20.0.15/24' }] },
    /interface eth2 \(10\.20\.0\.15\/24\) overlaps network\.overlayPool 10\.20\.0\.0\/16/,
  ],
];
for (const [title, change, message] of alone) {
  test(`a machine with ${title} is named with a fix`, (t) => {
    const found = findings(plan, { ...sound, ...change }, network);
    t.is(found.length, 1);
    t.regex(found[0]?.problem ?? '', message);
    t.truthy(found[0]?.fix);
  });
}

test('the fix for a missing package is a command, and a box for rooms where it would not work', (t) => {
  const fixOf = (change: Partial<Facts>) => findings(plan, { ...sound, ...change }, network)[0]?.fix ?? '';
  t.regex(
    fixOf({ tools: new Set(['apt-get']) }),
    /^swarmlab ssh core-02 sudo apt-get install -y iptables; .*a VM box that has it \(README/,
  );
  t.regex(
    fixOf({ tools: new Set(['iptables', 'apt-get']), appArmorUnusable: true }),
    /core-02 sudo apt-get install -y apparmor; .*a VM box that has it \(README/,
  );
});

test('where there is no apt-get, no command of it is proposed', (t) => {
  const [found] = findings(plan, { ...sound, tools: new Set() }, network);
  t.is(found?.fix, 'Install iptables on core-02 (swarmlab ssh core-02), then run the same command again.');
});

test('the fix for a missing module names the package of either distribution', (t) => {
  const [found] = findings(plan, { ...sound, modules: modules({ overlay: 'missing' }) }, network);
  t.regex(found?.fix ?? '', /core-02 sudo apt-get install -y linux-modules-extra-6\.12\.0-amd64;/);
  t.regex(found?.fix ?? '', /linux-image-amd64/);
});

test('a machine without IPVS is fit, for nftables fill in; so is a system container', (t) => {
  const without = modules({ ip_vs: 'missing', ip_vs_rr: 'missing', xt_ipvs: 'missing' });
  t.deepEqual(findings(plan, { ...sound, modules: without, ipvs: false }, network), []);
  t.deepEqual(findings(plan, { ...sound, modules: sharedKernel, ipvs: false }, network), []);
});

const together: [string, Partial<Facts>, RegExp][] = [
  ['a cloned machine-id', { machineId: 'a' }, /same machine-id as core-01/],
  ['the same host name', { hostname: 'core-01' }, /same host name as core-01/],
  ['a clock that is ahead', { clockSkew: 31.4 }, /clock is 31 s ahead of core-01's/],
  ['a clock that is behind', { clockSkew: -3600 }, /clock is 3600 s behind core-01's/],
];
for (const [title, change, message] of together) {
  test(`${title} is found between two machines`, (t) => {
    const found = pairFindings(plan, { ...sound, ...change }, other, soundOther);
    t.is(found.length, 1);
    t.regex(found[0]?.problem ?? '', message);
  });
}

test('clocks may differ by 30 s', (t) => {
  t.deepEqual(pairFindings(plan, { ...sound, clockSkew: 30 }, other, soundOther), []);
});

test('a machine whose engine runs already may have little disk left', (t) => {
  const engine = { version: '26.1', swarm: 'inactive', nodeId: '', nodeAddress: '', control: false };
  t.deepEqual(findings(plan, { ...sound, diskMiB: 12, engine }, network), []);
});
