import test from 'ava';
import { daemonConfig, daemonJson } from '../../src/engine/daemon-config.ts';

const network = { bip: '192.168.20.1/24', addressPool: '192.168.32.0/19' };

test('the engine gets its addresses, bounded logs and no live-restore', (t) => {
  t.deepEqual(daemonConfig(network), {
    bip: '192.168.20.1/24',
    'default-address-pools': [{ base: '192.168.32.0/19', size: 24 }],
    'live-restore': false,
    'log-driver': 'json-file',
    'log-opts': { 'max-file': '3', 'max-size': '10m' },
  });
});

test("a user's own settings stay, but for the addresses and live-restore", (t) => {
  const config = daemonConfig(network, {
    bip: '10.0.0.1/24',
    'live-restore': true,
    'log-driver': 'journald',
    'registry-mirrors': ['https://mirror.example'],
  });
  t.is(config.bip, '192.168.20.1/24');
  t.false(config['live-restore']);
  t.is(config['log-driver'], 'journald');
  t.deepEqual(config['registry-mirrors'], ['https://mirror.example']);
});

test('our log limits are not given to a log driver that does not know them', (t) => {
  t.is(daemonConfig(network, { 'log-driver': 'journald' })['log-opts'], undefined);
});

test('no TCP host survives', (t) => {
  const only = daemonConfig(network, { hosts: ['tcp://0.0.0.0:2375'] });
  t.false('hosts' in only);
  const mixed = daemonConfig(network, { hosts: ['unix:///run/docker.sock', 'TCP://127.0.0.1:2375'] });
  t.deepEqual(mixed.hosts, ['unix:///run/docker.sock']);
});

test('a pool smaller than a /24 is handed out whole', (t) => {
  const config = daemonConfig({ ...network, addressPool: '192.168.32.0/26' });
  t.deepEqual(config['default-address-pools'], [{ base: '192.168.32.0/26', size: 26 }]);
});

test('the same settings are the same text whatever order they came in', (t) => {
  const first = daemonJson(daemonConfig(network, { debug: true, mtu: 1400 }));
  t.is(daemonJson(daemonConfig(network, { mtu: 1400, debug: true })), first);
  t.is(daemonJson(daemonConfig(network, JSON.parse(first))), first);
});
