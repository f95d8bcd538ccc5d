import test from 'ava';
import { parseTopology } from '../../src/config/load.ts';
import { formatProblems } from '../../src/config/problem.ts';
import { machines } from './wrong/machines.ts';
import { networks } from './wrong/networks.ts';
import { nodes } from './wrong/nodes.ts';
import { plan, planWith } from './wrong/plan.ts';
import { shape } from './wrong/shape.ts';
import { syntax } from './wrong/syntax.ts';

const labs = ['01-whoami', '02-monitoring'];

for (const { what, text, says } of [...syntax, ...shape, ...nodes, ...networks, ...machines])
  test(`says what is wrong and the way out: ${what}`, (t) => {
    const { topology, problems } = parseTopology(text, 'swarmlab.yaml', { labs });
    const said = formatProblems(problems)
      .replaceAll('swarmlab.yaml:', '')
      .split('\n')
      .map((line) => line.trim());
    t.deepEqual(said, says);
    t.is(
      topology === undefined,
      says.some((line) => line.includes(': error: ')),
    );
  });

test('fills in the defaults of a plan that is right', (t) => {
  const { topology, problems } = parseTopology(plan, 'swarmlab.yaml', { labs });
  t.deepEqual(problems, []);
  t.is(topology?.network.overlayPool, '10.20.0.0/16');
  t.is(topology?.nodes[0]?.memory, 1024);
  t.is(topology?.engine.source, 'auto');
});

const right: Record<string, string> = {
  'only what is required':
    'version: 1\ncluster: a\nprovider: docker\nnodes: [{ name: a, role: manager, address: 172.17.8.2 }]',
  'Windows line ends': plan.replaceAll('\n', '\r\n'),
  'JSON, which YAML includes': JSON.stringify(parseTopology(plan, '').topology),
  'anchors for what repeats': planWith(
    ['172.17.8.103', '172.17.8.103\n    cpus: &two 2'],
    ['172.17.8.102', '172.17.8.102\n    memory: 2048'],
  )
    .replace('role: worker', 'role: &role worker')
    .replace(/role: worker$/m, 'role: *role'),
  'a lab by its full id and one by its name': planWith(['labs: []', 'labs: [01-whoami]']),
  'a number in quotes as name': planWith(['cluster: demo', 'cluster: "42"']),
  "the host's first address where machines have a network of their own": planWith([
    '172.17.8.102',
    '172.17.8.1',
  ]),
  'public addresses of cloud machines': `version: 1
cluster: cloud
provider: ssh
network: { subnet: 8.8.8.0/24 }
nodes: [{ name: a, role: manager, address: 8.8.8.8, ssh: { host: 8.8.8.8, key: ~/.ssh/id } }]`,
  "Debian's version of the engine": planWith([
    'labs: []',
    'engine: { source: debian, version: 26.1.5+dfsg1-9 }',
  ]),
};
for (const [what, text] of Object.entries(right))
  test(`accepts ${what}`, (t) => {
    const { topology, problems } = parseTopology(text, 'swarmlab.yaml', { labs });
    t.is(formatProblems(problems), '');
    t.truthy(topology);
  });

test('a warning alone does not stop anybody', (t) => {
  const { topology, problems } = parseTopology(
    planWith(['labs: []', 'labs: [monitoring]']),
    'swarmlab.yaml',
    { labs },
  );
  t.deepEqual(
    problems.map(({ severity }) => severity),
    ['warning'],
  );
  t.truthy(topology);
});

test('thousands of problems are cut to a list one can read', (t) => {
  const text = `version: 1\n${Array.from({ length: 3000 }, (_, i) => `key${i}: 1\n`).join('')}`;
  const { problems } = parseTopology(text, 'swarmlab.yaml');
  const lines = formatProblems(problems).split('\n');
  t.is(lines.length, 101);
  t.is(lines.at(-1), `... and ${problems.length - 50} more`);
});
