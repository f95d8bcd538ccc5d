import test from 'ava';
import type { Answers } from '../../../src/cli/init/answers.ts';
import { planTopology } from '../../../src/cli/init/plan-topology.ts';
import { topology } from '../../_helpers/topology.ts';

const base = topology({ provider: 'docker' });

test('without answers the topology stays what it was', (t) => {
  t.deepEqual(planTopology(base, {}), base);
});

test('more nodes follow the ones that are there', (t) => {
  const { nodes } = planTopology(base, { nodes: 5, managers: 3 });
  t.deepEqual(
    nodes.map(({ name, role, address }) => `${name} ${role} ${address}`),
    [
      'core-01 manager 172.17.8.101',
      'core-02 manager 172.17.8.102',
      'core-03 manager 172.17.8.103',
      'core-04 worker 172.17.8.104',
      'core-05 worker 172.17.8.105',
    ],
  );
});

test('managers can be named', (t) => {
  const { nodes } = planTopology(base, { managers: ['core-02'] });
  t.deepEqual(
    nodes.map(({ role }) => role),
    ['worker', 'manager', 'worker'],
  );
});

test('another lab network moves the nodes into it', (t) => {
  const addresses = (answers: Answers) => planTopology(base, answers).nodes.map(({ address }) => address);
  t.deepEqual(addresses({ subnet: '192.168.56.0/24' }), [
    '192.168.56.101',
    '192.168.56.102',
    '192.168.56.103',
  ]);
  t.deepEqual(addresses({ firstAddress: '172.17.8.11' }), ['172.17.8.11', '172.17.8.12', '172.17.8.13']);
  t.deepEqual(addresses({ addresses: ['172.17.8.7', '172.17.8.5', '172.17.8.3'] }), [
    '172.17.8.7',
    '172.17.8.5',
    '172.17.8.3',
  ]);
});

test('what somebody wrote for one node alone stays', (t) => {
  const own = {
    ...base,
    nodes: base.nodes.map((node, i) => (i === 2 ? { ...node, name: 'db', memory: 4096 } : node)),
  };
  const { nodes } = planTopology(own, { cpus: 2, subnet: base.network.subnet, nodes: 3 });
  t.like(nodes[2], { name: 'db', memory: 4096, cpus: 2 });
});

test('the monitoring lab makes managers larger, unless a size was given', (t) => {
  const memory = (answers: Answers) =>
    planTopology(base, { labs: ['monitoring'], ...answers }).nodes.map((n) => n.memory);
  t.deepEqual(memory({}), [2048, 1024, 1024]);
  t.deepEqual(memory({ memory: 1024 }), [1024, 1024, 1024]);
});

test('another engine source forgets the version and the file of the old one', (t) => {
  const before = { ...base, engine: { source: 'file' as const, file: 'b.tar.gz' } };
  t.deepEqual(planTopology(before, { engineSource: 'debian' }).engine, { source: 'debian' });
  t.deepEqual(planTopology(before, {}).engine, before.engine);
});

test('hosts of provider ssh make the nodes, and leaving ssh forgets them', (t) => {
  const host = (name: string) => ({ host: name, port: 22, user: 'root' });
  const cloud = planTopology(base, { provider: 'ssh', hosts: [host('a'), host('b')], key: 'k' });
  t.deepEqual(
    cloud.nodes.map(({ name, ssh }) => [name, ssh?.host, ssh?.key]),
    [
      ['core-01', 'a', 'k'],
      ['core-02', 'b', 'k'],
    ],
  );
  t.true(planTopology(cloud, { provider: 'docker' }).nodes.every((node) => !('ssh' in node)));
});

const wrong: [Answers, RegExp][] = [
  [{ managers: ['core-09'] }, /--managers names core-09, and the nodes are core-01, core-02, core-03/],
  [{ managers: 4 }, /--managers says 4, and there are 3 nodes/],
  [{ addresses: ['172.17.8.9'] }, /--addresses has 1 addresses, and there are 3 nodes/],
  [{ provider: 'ssh' }, /needs to know your machines/],
  [
    { provider: 'ssh', hosts: [{ host: 'a', port: 22, user: 'root' }], nodes: 2, key: 'k' },
    /--hosts names 1 machines and --nodes says 2/,
  ],
  [{ nodes: 99, firstAddress: '172.17.8.200' }, /99 nodes from 172\.17\.8\.200 on do not fit/],
];

for (const [answers, message] of wrong) {
  test(`${JSON.stringify(answers)} does not go together`, (t) => {
    t.throws(() => planTopology(base, answers), { code: 'E_USAGE', message });
  });
}
