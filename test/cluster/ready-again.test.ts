import test from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { readyAgain } from '../../src/cluster/ready-again.ts';
import type { SwarmNode } from '../../src/cluster/swarm.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { facts } from '../_helpers/facts.ts';
import { FakeEngine } from '../_helpers/fake-engine.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';

const cluster = { signal: new AbortController().signal } as Cluster;

const refuses = (message: string) => () => {
  throw new SwarmlabError('E_ENGINE_API', message, { fix: '' });
};
const isWorker = refuses('core-02: Docker Engine refused GET /nodes: This node is not a swarm manager.');

function member(ID: string, State: SwarmNode['Status']['State']) {
  return { ID, Spec: { Role: 'worker' }, Status: { State } };
}

/** A node that is up, and whose engine gives the node list so. */
function node(name: string, role: 'manager' | 'worker', list: () => unknown): ClusterNode {
  const made = new ClusterNode({ name, role, address: '', cpus: 1, memory: 1 });
  const info = () => ({ Swarm: { NodeID: `id-${name}`, LocalNodeState: 'active' } });
  made.connected(new FakeRemote(name), new FakeEngine().on('GET /info', info).on('GET /nodes', list));
  made.gathered(facts({ member: true }));
  return made;
}

test('it ends when a manager has the node Ready, and not before', async (t) => {
  let looks = 0;
  const worker = node('core-02', 'worker', isWorker);
  const manager = node('core-01', 'manager', () => {
    looks += 1;
    return [member('id-core-02', looks < 3 ? 'down' : 'ready')];
  });
  const line = await readyAgain([manager, worker]).run(worker, cluster, () => {});
  t.is(line, 'is Ready, a worker');
  t.is(looks, 3);
});

test('any manager will do: one without a quorum, or one that is off, is not waited for', async (t) => {
  const off = new ClusterNode({ name: 'core-01', role: 'manager', address: '', cpus: 1, memory: 1 });
  const promoted = node('core-02', 'worker', () => [member('id-core-03', 'ready')]);
  const without = node('core-03', 'worker', () => new Promise(() => {}));
  t.regex(await readyAgain([off, promoted, without]).run(without, cluster, () => {}), /is Ready/);
});

test('where no manager runs, it says so instead of waiting on', async (t) => {
  const off = new ClusterNode({ name: 'core-01', role: 'manager', address: '', cpus: 1, memory: 1 });
  const worker = node('core-02', 'worker', isWorker);
  const error = await t.throwsAsync(readyAgain([off, worker], 300).run(worker, cluster, () => {}));
  t.like(error, {
    code: 'E_SWARM',
    message: 'core-02 runs again, and is not Ready in its swarm: no manager of its swarm runs',
  });
});

test('a node that is in no swarm has nothing to wait for', async (t) => {
  const alone = node('core-02', 'worker', isWorker);
  alone.gathered(facts({ member: false }));
  t.is(await readyAgain([alone]).run(alone, cluster, () => {}), 'is in no swarm');
});
