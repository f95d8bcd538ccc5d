import test from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { isDeaf, startDeafEngines } from '../../src/cluster/deaf-engines.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { facts } from '../_helpers/facts.ts';
import { FakeEngine } from '../_helpers/fake-engine.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';

const list = `GET /networks?filters=${encodeURIComponent('{"driver":{"overlay":true}}')}`;
const overlay = { Id: 'net-lab', Ingress: false };
const ingress = { Id: 'net-ingress', Ingress: true };

/** What gossip says on a node: the peers that it knows on the ingress network, or that it has no such network. */
type Heard = number | 'no ingress' | 'no list of peers';

/** core-01, core-02 ... that hear this; a node whose engine is started anew hears all. */
function cluster(heard: readonly Heard[], { ownsMachines = true } = {}) {
  const now = [...heard];
  const nodes = heard.map((_, at) => {
    const name = `core-0${at + 1}`;
    const node = new ClusterNode({
      name,
      role: 'worker',
      address: `172.17.8.10${at + 1}`,
      cpus: 1,
      memory: 1,
    });
    const engine = new FakeEngine()
      .on(list, () => (now[at] === 'no ingress' ? [overlay] : [overlay, ingress]))
      .on('GET /networks/net-ingress', () => {
        return typeof now[at] === 'number' ? { ...ingress, Peers: Array(now[at]).fill({}) } : ingress;
      });
    const remote = new FakeRemote(name).on(/start-engine restart/, () => {
      now[at] = heard.length;
      return { stdout: 'started\n' };
    });
    node.connected(remote, engine);
    node.gathered(facts());
    return node;
  });
  const restarted = () =>
    nodes.filter(({ remote }) => (remote as FakeRemote).ran.length > 0).map(({ name }) => name);
  let time = 0;
  const fake = {
    provider: { ownsMachines },
    topology: { engine: { source: 'auto' } },
    signal: new AbortController().signal,
    now: () => (time += 4_000),
  };
  return { nodes, restarted, now, fake: fake as unknown as Cluster };
}

test('where all hear each other no engine is started anew', async (t) => {
  const { fake, nodes, restarted } = cluster([3, 3, 3]);
  t.deepEqual(await startDeafEngines(fake, nodes, t.fail), []);
  t.deepEqual(restarted(), []);
});

for (const heard of [0, 'no list of peers', 'no ingress'] as const)
  test(`an engine whose gossip knows nobody, not even itself, is started anew: ${heard}`, async (t) => {
    const { fake, nodes, restarted } = cluster([2, 2, heard]);
    const said: string[] = [];
    t.deepEqual(await startDeafEngines(fake, nodes, (line) => said.push(line)), []);
    t.deepEqual(restarted(), ['core-03']);
    t.regex(said.join(), /^core-03: hears nothing of the swarm's gossip/);
  });

test('one that hears the others a moment later is left alone', async (t) => {
  const { fake, nodes, restarted, now } = cluster([2, 2, 0]);
  const waits = startDeafEngines(fake, nodes, t.fail);
  now[2] = 3;
  t.deepEqual(await waits, []);
  t.deepEqual(restarted(), []);
});

test('where no node has an ingress network, nothing can be told, and nobody waits', async (t) => {
  const { fake, nodes, restarted } = cluster(['no ingress', 'no ingress']);
  t.deepEqual(await startDeafEngines(fake, nodes, t.fail), []);
  t.deepEqual(restarted(), []);
  const [first] = nodes as [ClusterNode, ClusterNode];
  t.is((first.engine as FakeEngine).asked.length, 1);
});

test('the engine of a machine that is not ours is not ended: whoever it is learns how', async (t) => {
  const { fake, nodes, restarted } = cluster([1, 0], { ownsMachines: false });
  const [deaf] = await startDeafEngines(fake, nodes, t.fail);
  if (!deaf) return t.fail('one is deaf');
  t.deepEqual(restarted(), []);
  const { code, message, fix } = isDeaf(deaf, new Error('tcp/7946 is closed'));
  t.is(code, 'E_DATA_PLANE');
  t.regex(message, /^core-02 takes no part in the swarm's gossip/);
  t.regex(fix ?? '', /as root on core-02: systemctl restart docker/);
});
