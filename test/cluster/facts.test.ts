import { spawnSync } from 'node:child_process';
import test from 'ava';
import { parseFacts } from '../../src/cluster/facts.ts';
import { factsScript } from '../../src/cluster/facts-script.ts';

const output = `epoch=1790000031.500000000
hostname=core-02
machine_id=0b1c
arch=x86_64
kernel=6.12.0-amd64
init=systemd
glibc=2.41
memory_kib=983040
disk_kib=9437184
data_disk_kib=8388608
tool=zstd
tool=iptables
address=lo 127.0.0.1/8
address=eth1 172.17.8.102/24
route=default via 10.0.2.2 dev eth0
engine_start=5f3e-77 4711
member=yes
module=ip_vs loaded
module=ip_vs_rr loadable
modules_own=yes
module=xt_ipvs missing
module=vxlan loaded
ipvs=yes
modules_file=# Written by swarmlab: what Docker Swarm needs of the kernel.
modules_file=ip_vs
modules_file=ip_vs_rr
modules_file=vxlan
apparmor=no parser
engine={"ServerVersion":"26.1.5","Swarm":{"NodeID":"n1","NodeAddr":"172.17.8.102","LocalNodeState":"active","ControlAvailable":true}}
`;

test('a machine is read from what its script says', (t) => {
  const facts = parseFacts(output, 1790000000);
  t.like(facts, {
    hostname: 'core-02',
    arch: 'amd64',
    systemd: true,
    glibc: '2.41',
    memoryMiB: 960,
    diskMiB: 9216,
    dataDiskMiB: 8192,
    modules: {
      states: {
        ip_vs: 'loaded',
        ip_vs_rr: 'loadable',
        xt_ipvs: 'missing',
        vxlan: 'loaded',
        overlay: 'unknown',
        br_netfilter: 'unknown',
      },
      own: true,
      kept: true,
    },
    ipvs: false,
    appArmorUnusable: true,
    engineStart: '5f3e-77 4711',
    member: true,
    clockSkew: 31.5,
    engine: { version: '26.1.5', swarm: 'active', nodeId: 'n1', nodeAddress: '172.17.8.102', control: true },
  });
  t.deepEqual(facts.addresses, [
    { interface: 'lo', cidr: '127.0.0.1/8' },
    { interface: 'eth1', cidr: '172.17.8.102/24' },
  ]);
  t.deepEqual([...facts.tools], ['zstd', 'iptables']);
});

test("a system container has the memory of its control group's limit, a machine without a limit all of its own", (t) => {
  const memory = (limit: string) => parseFacts(`memory_limit=${limit}\n${output}`, 0).memoryMiB;
  t.is(memory('536870912'), 512);
  t.is(memory('max'), 960);
  t.is(memory('9223372036854771712'), 960);
  t.is(memory(''), 960);
});

test('IPVS counts where the kernel shows it and no part of it is missing', (t) => {
  const whole = output.replace('module=xt_ipvs missing', 'module=xt_ipvs loadable');
  t.true(parseFacts(whole, 0).ipvs);
  t.false(parseFacts(whole.replace('ipvs=yes\n', ''), 0).ipvs);
});

test('a machine without an engine has no engine facts', (t) => {
  const facts = parseFacts(output.replace(/^(engine|member)=.*\n/gm, ''), 1790000000);
  t.is(facts.engine, undefined);
  t.false(facts.member);
});

const onLinux = process.platform === 'linux' ? test : test.skip;
onLinux('the script itself runs on this computer and says who it is', (t) => {
  const { stdout, status } = spawnSync('sh', ['-c', factsScript], { encoding: 'utf8' });
  t.is(status, 0);
  const facts = parseFacts(stdout, Date.now() / 1000);
  t.not(facts.arch, 'unknown');
  t.true(facts.memoryMiB > 0 && facts.diskMiB > 0);
  t.true(Math.abs(facts.clockSkew) < 30);
  t.true(facts.addresses.some(({ cidr }) => cidr === '127.0.0.1/8'));
});
