import os from 'node:os';
import test from 'ava';
import { type Host, hostRoutes, parseRoutes } from '../../src/cluster/host-routes.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { FakeRunner } from '../_helpers/fake-runner.ts';

/** Recorded from iproute2 6.15, a Debian 13 host with Docker; then with a VPN, a blackhole and two uplinks added. */
const recorded =
  '[{"dst":"default","gateway":"192.0.2.1","dev":"eth0","flags":[]},{"dst":"172.17.0.0/16","dev":"docker0","protocol":"kernel","scope":"link","prefsrc":"172.17.0.1","flags":["linkdown"]},{"dst":"192.0.2.0/24","dev":"eth0","protocol":"kernel","scope":"link","prefsrc":"192.0.2.2","flags":[]}]';
const odd =
  '[{"dst":"0.0.0.0/1","dev":"tun0","scope":"link","flags":[]},{"dst":"172.17.8.50","dev":"tun0","scope":"link","flags":[]},{"type":"blackhole","dst":"10.9.0.0/16","flags":[]},{"dst":"10.8.0.0/16","flags":[],"nexthops":[{"gateway":"192.0.2.3","dev":"eth0","weight":1,"flags":[]},{"gateway":"192.0.2.4","dev":"eth1","weight":1,"flags":[]}]}]';

const interfaces: Host['interfaces'] = () => ({
  lo0: [
    {
      address: '127.0.0.1',
      netmask: '255.0.0.0',
      family: 'IPv4',
      mac: '00:00:00:00:00:00',
      internal: true,
      cidr: '127.0.0.1/8',
    },
  ],
  en0: [
    {
      address: 'fe80::1',
      netmask: 'ffff:ffff:ffff:ffff::',
      family: 'IPv6',
      mac: '00:00:00:00:00:01',
      internal: false,
      cidr: 'fe80::1/64',
      scopeid: 4,
    },
    {
      address: '192.168.1.23',
      netmask: '255.255.255.0',
      family: 'IPv4',
      mac: '00:00:00:00:00:01',
      internal: false,
      cidr: '192.168.1.23/24',
    },
  ],
});
const linux: Host = { platform: 'linux', interfaces };
const ofInterfaces = [{ cidr: '192.168.1.0/24', interface: 'en0' }];

test('reads the routes of a Linux host, without the default route', async (t) => {
  t.deepEqual(await hostRoutes(new FakeRunner().on(/^ip -j -4 route$/, { stdout: recorded }), linux), [
    { cidr: '172.17.0.0/16', interface: 'docker0' },
    { cidr: '192.0.2.0/24', interface: 'eth0' },
  ]);
});

test('understands single hosts, routes without a device and routes with several', (t) => {
  t.deepEqual(parseRoutes(odd), [
    { cidr: '0.0.0.0/1', interface: 'tun0' },
    { cidr: '172.17.8.50/32', interface: 'tun0' },
    { cidr: '10.9.0.0/16', interface: 'blackhole' },
    { cidr: '10.8.0.0/16', interface: 'eth0' },
  ]);
  t.deepEqual(parseRoutes(''), []);
  t.deepEqual(parseRoutes('[]\n'), []);
});

test('takes the networks of the interfaces where ip is missing', async (t) => {
  const missing = new FakeRunner().on(/^ip/, () => {
    throw new SwarmlabError('E_COMMAND_MISSING', 'ip is not installed', { fix: 'install iproute2' });
  });
  t.deepEqual(await hostRoutes(missing, linux), ofInterfaces);
});

test('takes the networks of the interfaces where ip knows no JSON, as BusyBox', async (t) => {
  const busybox = new FakeRunner().on(/^ip/, {
    exitCode: 1,
    stderr: 'ip: unrecognized option: j\nBusyBox v1.37.0\n',
  });
  t.deepEqual(await hostRoutes(busybox, linux), ofInterfaces);
  const text = new FakeRunner().on(/^ip/, { stdout: 'default via 192.0.2.1 dev eth0\n' });
  t.deepEqual(await hostRoutes(text, linux), ofInterfaces);
});

test('asks no ip on macOS', async (t) => {
  t.deepEqual(await hostRoutes(new FakeRunner(), { platform: 'darwin', interfaces }), ofInterfaces);
});

test('an interrupted command is not taken for a missing one', async (t) => {
  const interrupted = new FakeRunner().on(/^ip/, () => {
    throw new SwarmlabError('E_INTERRUPTED', 'interrupted', { fix: 'run it again' });
  });
  await t.throwsAsync(hostRoutes(interrupted, linux), { message: 'interrupted' });
});

test("this computer's own interfaces are understood", async (t) => {
  const routes = await hostRoutes(new FakeRunner(), { platform: 'darwin', interfaces: os.networkInterfaces });
  for (const { cidr } of routes) t.regex(cidr, /^[\d.]+\/\d+$/);
});
