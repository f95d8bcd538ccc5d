import test from 'ava';
import { defaultTopology } from '../../src/config/default-topology.ts';
import { parseTopology } from '../../src/config/load.ts';
import { formatProblem } from '../../src/config/problem.ts';
import { routeProblems } from '../../src/config/routes.ts';
import { planWith } from './wrong/plan.ts';

const vagrant = defaultTopology({ cluster: 'demo', provider: 'vagrant' });
const against = (cidr: string, name: string) => routeProblems(vagrant, [{ cidr, interface: name }]);

test("docker0's /16 around the lab network is a warning that names the interface", (t) => {
  const [problem, ...more] = against('172.17.0.0/16', 'docker0');
  t.deepEqual(more, []);
  t.is(problem?.severity, 'warning');
  t.is(
    problem?.message,
    'network.subnet is inside docker0\'s route 172.17.0.0/16 (Docker): the narrower route wins, so the nodes answer, not docker0\'s hosts (got "172.17.8.0/24")',
  );
  t.regex(problem?.fix ?? '', /^leave it .* else write `subnet: 10\.17\.8\.0\/24` under `network:`/);
});

test('an equal route breaks the lab network', (t) => {
  const [problem] = against('172.17.8.0/24', 'tun0');
  t.is(problem?.severity, 'error');
  t.regex(
    problem?.message ?? '',
    /^network\.subnet is tun0's route 172\.17\.8\.0\/24 \(a VPN\) too: packets for nodes would leave by tun0/,
  );
});

test('a narrower route takes a part of the lab network away', (t) => {
  for (const cidr of ['172.17.8.96/28', '172.17.8.102/32']) {
    const [problem] = against(cidr, 'wg0');
    t.is(problem?.severity, 'error');
    t.true(problem?.message.includes(`contains wg0's route ${cidr}`));
  }
});

test('the network that Vagrant made for this very subnet is no problem', (t) => {
  for (const name of ['vboxnet0', 'virbr1', 'vmnet8', 'bridge100', 'VirtualBox Host-Only Network'])
    t.deepEqual(against('172.17.8.0/24', name), [], name);
  t.is(against('172.17.8.0/25', 'vboxnet0')[0]?.severity, 'error');
  t.is(against('172.17.8.0/24', 'bridge0')[0]?.severity, 'error');
});

test('routes elsewhere and the halves of a default route are no problem', (t) => {
  for (const cidr of ['172.17.9.0/24', '10.20.0.0/16', '0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', 'default'])
    t.deepEqual(against(cidr, 'eth0'), [], cidr);
});

test('only VMs have their lab network on the host', (t) => {
  const routes = [{ cidr: '172.17.8.0/24', interface: 'eth0' }];
  for (const provider of ['docker', 'ssh'] as const)
    t.deepEqual(routeProblems(defaultTopology({ cluster: 'demo', provider }), routes), []);
});

test('the free network that is proposed is free of every route', (t) => {
  const routes = ['172.17.8.0/24', '192.168.0.0/16', '10.0.0.0/9'].map((cidr) => ({
    cidr,
    interface: 'vpn',
  }));
  t.regex(routeProblems(vagrant, routes)[0]?.fix ?? '', /subnet: 172\.30\.8\.0\/24/);
  const all = ['172.16.0.0/12', '192.168.0.0/16', '10.0.0.0/8'].map((cidr) => ({ cidr, interface: 'vpn' }));
  t.regex(
    routeProblems(vagrant, all)[0]?.fix ?? '',
    /choose a network\.subnet that no route of this computer touches/,
  );
});

test('points at the subnet in the file', (t) => {
  const { topology, locate } = parseTopology(
    planWith(['provider: docker', 'provider: vagrant']),
    'swarmlab.yaml',
  );
  if (!topology) return t.fail();
  const [problem] = routeProblems(topology, [{ cidr: '172.17.8.0/24', interface: 'eth1' }], locate);
  t.true(problem && formatProblem(problem).startsWith('swarmlab.yaml:6:11: error: network.subnet is eth1'));
});
