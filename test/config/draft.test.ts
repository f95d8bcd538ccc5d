import test from 'ava';
import { draftOf } from '../../src/config/draft.ts';
import { topologySchema } from '../../src/config/schema.ts';

const left = (root: unknown) => draftOf(root, topologySchema.safeParse(root).error?.issues ?? []);

test('good values stay where bad ones are taken out, and list places stay the same', (t) => {
  const draft = left({
    cluster: 'Bad Name',
    extra: 1,
    nodes: ['core-01', { name: 'core-02', role: 'boss', address: '172.17.8.102', ssh: { port: 'x' } }],
    labs: [1, 'whoami'],
    network: { subnet: 5, bip: '10.0.0.1/24' },
  });
  t.is(draft?.cluster, undefined);
  t.is(draft?.nodes.length, 2);
  t.is(draft?.nodes[1]?.name, 'core-02');
  t.is(draft?.nodes[1]?.role, undefined);
  t.deepEqual(draft?.labs, ['', 'whoami']);
  t.is(draft?.network.subnet, '172.17.8.0/24');
  t.is(draft?.network.bip, '10.0.0.1/24');
});

for (const root of [
  {},
  { nodes: 'x' },
  { nodes: [] },
  { nodes: [[], null] },
  { network: [], engine: 1, labs: {} },
])
  test(`rules have something to judge in ${JSON.stringify(root)}`, (t) => {
    t.truthy(left(root));
  });
