import test from 'ava';
import { defaultTopology } from '../../src/config/default-topology.ts';
import { parseTopology } from '../../src/config/load.ts';
import { planNodes } from '../../src/config/plan-nodes.ts';
import { renderTopology } from '../../src/config/write.ts';
import { SwarmlabError } from '../../src/errors/index.ts';

test('the default topology is core-01 to core-03 at 172.17.8.101 to 103, with one manager', (t) => {
  const { nodes, network } = defaultTopology({ cluster: 'demo', provider: 'vagrant' });
  t.is(network.subnet, '172.17.8.0/24');
  t.deepEqual(
    nodes.map(({ name, role, address, cpus, memory }) => [name, role, address, cpus, memory]),
    [
      ['core-01', 'manager', '172.17.8.101', 1, 1024],
      ['core-02', 'worker', '172.17.8.102', 1, 1024],
      ['core-03', 'worker', '172.17.8.103', 1, 1024],
    ],
  );
});

test('the default topology has no problems, for providers that make machines', (t) => {
  for (const provider of ['vagrant', 'docker'] as const) {
    const text = renderTopology(defaultTopology({ cluster: 'demo', provider, labs: ['monitoring'] }));
    t.deepEqual(parseTopology(text, 'swarmlab.yaml', { labs: ['07-monitoring'] }).problems, []);
  }
});

test('the monitoring lab gives the manager 2 GiB', (t) => {
  const { nodes } = defaultTopology({ cluster: 'demo', provider: 'docker', labs: ['07-monitoring'] });
  t.deepEqual(
    nodes.map(({ memory }) => memory),
    [2048, 1024, 1024],
  );
});

test('managers are a number or names', (t) => {
  const roles = (managers: number | string[]) =>
    planNodes({ count: 4, managers }).map(({ role }) => role === 'manager');
  t.deepEqual(roles(3), [true, true, true, false]);
  t.deepEqual(roles(['core-02', 'core-04']), [false, true, false, true]);
});

test('addresses follow the first one, also into the next block of a wide network', (t) => {
  const addresses = planNodes({ count: 3, subnet: '10.1.0.0/16', firstAddress: '10.1.0.255' }).map(
    ({ address }) => address,
  );
  t.deepEqual(addresses, ['10.1.0.255', '10.1.1.0', '10.1.1.1']);
  t.is(planNodes({ count: 3, subnet: '192.168.56.0/21' })[0]?.address, '192.168.56.101');
});

test('a small network starts with its second address, the first one being the host', (t) => {
  t.is(planNodes({ count: 3, subnet: '172.17.8.64/28' })[0]?.address, '172.17.8.66');
});

test('says when nodes do not fit', (t) => {
  const wishes = [
    { count: 3, firstAddress: '172.17.8.253' },
    { count: 3, firstAddress: '172.17.8.0' },
    { count: 3, firstAddress: '10.0.0.1' },
    { count: 3, firstAddress: 'x' },
    { count: 3, subnet: '172.17.8.0/30' },
    { count: 3, subnet: 'x' },
  ];
  for (const wish of wishes) {
    const error = t.throws(() => planNodes(wish), { instanceOf: SwarmlabError });
    t.is(error.code, 'E_USAGE');
  }
});
