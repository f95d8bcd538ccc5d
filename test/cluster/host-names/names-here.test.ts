import test from 'ava';
import type { Cluster } from '../../../src/cluster/cluster.ts';
import { takenNames } from '../../../src/cluster/host-names/block.ts';
import { namesHere } from '../../../src/cluster/host-names/names-here.ts';
import { labHosts } from '../../../src/cluster/hosts-file.ts';
import type { NodePlan } from '../../../src/config/schema.ts';
import { topology } from '../../_helpers/topology.ts';

const cluster = (addressHere: (node: NodePlan) => string | undefined) =>
  ({ topology: topology(), provider: { addressHere } }) as unknown as Cluster;

test('nodes that this computer reaches go by their names, and the labs’ hosts lead to the first of them', async (t) => {
  const { names, leftOut, throughForward } = await namesHere(
    cluster(({ address }) => address),
    new Map(),
  );
  t.deepEqual(
    names.slice(0, 3).map(({ name }) => name),
    ['core-01', 'core-02', 'core-03'],
  );
  t.deepEqual(
    names.slice(3),
    (await labHosts()).map((name) => ({ name, address: '172.17.8.101' })),
  );
  t.deepEqual(leftOut, []);
  t.false(throughForward);
});

test('nodes without an address here are left out, and the labs’ hosts lead to what `forward` opens', async (t) => {
  const { names, leftOut, throughForward } = await namesHere(
    cluster(() => undefined),
    new Map(),
  );
  t.deepEqual(
    names,
    (await labHosts()).map((name) => ({ name, address: '127.0.0.1' })),
  );
  t.is(leftOut[0], 'core-01 has no address on this computer: `swarmlab ssh core-01` reaches it');
  t.true(throughForward);
});

test('a name of somebody else’s is left to them, and named', async (t) => {
  const taken = takenNames('127.0.0.1 localhost\n10.0.0.1 CORE-02 Counter.Swarm.Test\n', '/lab');
  const { names, leftOut } = await namesHere(
    cluster(({ address }) => address),
    taken,
  );
  t.false(names.some(({ name }) => ['core-02', 'counter.swarm.test'].includes(name)));
  t.deepEqual(leftOut, [
    'core-02 is on line 2 already (10.0.0.1)',
    'counter.swarm.test is on line 2 already (10.0.0.1)',
  ]);
});
