import test from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { EngineFacts, Facts } from '../../src/cluster/facts.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { straySwarms } from '../../src/cluster/stray-swarms.ts';
import type { Remote } from '../../src/transport/runner.ts';
import { FakeSwarm } from '../_helpers/fake-swarm.ts';

/** A node of the plan whose engine is in `swarm`, with these services; in none where there is no swarm. */
function node(
  name: string,
  role: 'manager' | 'worker',
  swarm?: FakeSwarm,
  services: string[] = [],
): ClusterNode {
  const home = swarm ?? new FakeSwarm();
  const facts: Partial<EngineFacts> = swarm
    ? { swarm: 'active', nodeId: `${name}-id`, control: true }
    : { swarm: 'inactive', control: false };
  const engine = home
    .engine(name, facts)
    .on('GET /services', () => services.map((Name) => ({ Spec: { Name } })))
    .on('GET /secrets', () => [])
    .on('GET /configs', () => []);
  const it = new ClusterNode({ name, role, address: '172.17.8.101', cpus: 1, memory: 1024 });
  it.connected({ name, close() {} } as unknown as Remote, engine);
  it.gathered({
    engine: { version: '26', nodeAddress: '', nodeId: '', swarm: '', control: false, ...facts },
  } as Facts);
  return it;
}

const strays = (...nodes: ClusterNode[]) => straySwarms({ nodes } as unknown as Cluster);

test('a worker that leads a swarm of its own is found, with what is in it', async (t) => {
  const ours = new FakeSwarm();
  const manager = node('core-01', 'manager', ours, ['whoami']);
  t.deepEqual(await strays(manager, node('core-02', 'worker', new FakeSwarm(), ['web', 'db'])), [
    { node: 'core-02', things: ['the service web', 'the service db'] },
  ]);
});

test('one with nothing in it is nobody’s loss', async (t) => {
  t.deepEqual(
    await strays(node('core-01', 'manager', new FakeSwarm()), node('core-02', 'worker', new FakeSwarm())),
    [],
  );
});

test('the swarm of the plan’s manager is no stray one, with whatever in it', async (t) => {
  t.deepEqual(
    await strays(node('core-01', 'manager', new FakeSwarm(), ['web']), node('core-02', 'worker')),
    [],
  );
});

test('where the plan’s manager is in none, a worker’s swarm is one that goes', async (t) => {
  const found = await strays(node('core-01', 'manager'), node('core-02', 'worker', new FakeSwarm(), ['web']));
  t.deepEqual(found, [{ node: 'core-02', things: ['the service web'] }]);
});
