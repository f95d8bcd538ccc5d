import test from 'ava';
import { Collection } from '../../../src/cli/support/collection.ts';
import { addLive } from '../../../src/cli/support/live.ts';
import type { Cluster } from '../../../src/cluster/cluster.ts';
import { ClusterNode } from '../../../src/cluster/node.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import type { MachineState } from '../../../src/provider/provider.ts';
import { FakeEngine } from '../../_helpers/fake-engine.ts';
import { FakeRemote } from '../../_helpers/fake-remote.ts';
import { plantedText, stillShown } from '../../_helpers/planted.ts';

const info = {
  ServerVersion: '28.5.2',
  Swarm: { LocalNodeState: 'active', NodeID: 'n1', NodeAddr: '172.17.8.101', ControlAvailable: true },
};
const factsText = `hostname=core-01\narch=x86_64\ntool=iptables\nhosts=127.0.0.1 localhost\nengine=${JSON.stringify(info)}\n`;
const service = {
  Spec: {
    Name: 'web',
    TaskTemplate: { ContainerSpec: { Env: ['A=planted1'], Args: ['--password', 'planted2'] } },
  },
};
const task = {
  ID: 't1',
  NodeID: 'n1',
  DesiredState: 'running',
  Spec: service.Spec,
  Status: { State: 'failed', Err: plantedText },
};

/** What a node's remote and its engine answer; a manager's, when not changed. */
function answers(
  node: ClusterNode,
  change: (remote: FakeRemote, engine: FakeEngine) => void = () => {},
): void {
  const remote = new FakeRemote(node.name)
    .on(/^sh -c/, { stdout: factsText })
    .on(/^tail -n 1000 /, { stdout: `${plantedText}\nlevel=info msg="API listen"\n` });
  const engine = new FakeEngine()
    .on('GET /info', () => ({ ...info, HttpProxy: plantedText }))
    .on('GET /nodes', () => [{ ID: 'n1', Description: { TLSInfo: { TrustRoot: plantedText } } }])
    .on('GET /services?status=true', () => [service])
    .on('GET /tasks', () => [task]);
  change(remote, engine);
  node.connected(remote, engine);
}

function clusterOf(states: Record<string, MachineState>): { cluster: Cluster; nodes: ClusterNode[] } {
  const nodes = Object.keys(states).map(
    (name, i) => new ClusterNode({ name, role: 'manager', address: `172.17.8.10${i}`, cpus: 1, memory: 1 }),
  );
  const provider = { list: async () => new Map(Object.entries(states)) };
  return { cluster: { nodes, provider, now: () => 0 } as unknown as Cluster, nodes };
}

test('facts, engine logs and the swarm are in it, and no secret of any', async (t) => {
  const { cluster, nodes } = clusterOf({ 'core-01': 'running' });
  for (const node of nodes) answers(node);
  const collection = new Collection();
  await addLive(collection, cluster);
  t.deepEqual(collection.leftOut, []);
  t.deepEqual(collection.files.map(({ path }) => path).sort(), [
    'nodes/core-01/docker-info.json',
    'nodes/core-01/engine.log',
    'nodes/core-01/facts.json',
    'swarm/nodes.json',
    'swarm/services.json',
    'swarm/tasks.json',
  ]);
  const all = collection.files.map(({ text }) => text).join('\n');
  t.deepEqual(stillShown(all), []);
  t.notRegex(all, /planted[12]/);
  for (const kept of [
    '"hostname": "core-01"',
    '"iptables"',
    '"28.5.2"',
    'API listen',
    '"A=***"',
    '"State": "failed"',
  ])
    t.true(all.includes(kept), kept);
});

test("an engine's log does not get into our own log on the way", async (t) => {
  const { cluster, nodes } = clusterOf({ 'core-01': 'running' });
  for (const node of nodes) answers(node);
  await addLive(new Collection(), cluster);
  const remote = nodes[0]?.remote as FakeRemote;
  t.true(remote.commands.find(({ argv }) => argv[0] === 'tail')?.secret);
});

test('a node that hangs, one that fails and one that is off are named, and keep nothing of the others', async (t) => {
  const { cluster, nodes } = clusterOf({
    'core-01': 'running',
    'core-02': 'running',
    'core-03': 'running',
    'core-04': 'stopped',
  });
  const [first, second, third] = nodes as [ClusterNode, ClusterNode, ClusterNode];
  answers(first);
  answers(second, (remote) => remote.on(/^sh -c/, () => new Promise(() => {})));
  answers(third, (remote) =>
    remote.on(/^sh -c/, () => {
      throw new SwarmlabError('E_SSH_LOST', 'core-03: the SSH connection broke', { fix: '' });
    }),
  );
  const collection = new Collection();
  await addLive(collection, cluster, 200);
  t.deepEqual(
    collection.leftOut.toSorted((a, b) => a.what.localeCompare(b.what)),
    [
      { what: 'nodes/core-02', why: 'no answer within 0.2 s' },
      { what: 'nodes/core-03', why: 'core-03: the SSH connection broke' },
      { what: 'nodes/core-04', why: 'its machine is stopped' },
    ],
  );
  t.true(collection.files.some(({ path }) => path === 'swarm/tasks.json'));
});

test('of what a node or an engine says when it fails no secret is told on', async (t) => {
  const { cluster, nodes } = clusterOf({ 'core-01': 'running' });
  answers(nodes[0] as ClusterNode, (remote, engine) => {
    remote.on(/^tail/, { exitCode: 1, stderr: `tail: ${plantedText.replaceAll('\n', ' ')}` });
    engine.on('GET /info', () => {
      throw new SwarmlabError('E_ENGINE_API', plantedText, { fix: '' });
    });
  });
  const collection = new Collection();
  await addLive(collection, cluster);
  t.is(collection.leftOut.length, 2);
  t.deepEqual(stillShown(JSON.stringify(collection.leftOut)), []);
});

test('an engine that hangs costs its own answers alone', async (t) => {
  const { cluster, nodes } = clusterOf({ 'core-01': 'running' });
  answers(nodes[0] as ClusterNode, (_, engine) => engine.on('GET /info', () => new Promise(() => {})));
  const collection = new Collection();
  await addLive(collection, cluster, 200);
  t.deepEqual(collection.leftOut, [
    { what: 'nodes/core-01/docker-info.json', why: 'no answer within 0.2 s' },
  ]);
  t.true(collection.files.some(({ path }) => path === 'nodes/core-01/engine.log'));
});

test('where no engine runs, what there is comes without it', async (t) => {
  const { cluster, nodes } = clusterOf({ 'core-01': 'running' });
  answers(nodes[0] as ClusterNode, (remote, engine) => {
    remote
      .on(/^sh -c/, { stdout: 'hostname=core-01\n' })
      .on(/^tail/, { exitCode: 1, stderr: 'tail: no such file' });
    engine.on('GET /info', () => {
      throw new SwarmlabError('E_ENGINE_API', 'core-01: Docker Engine does not answer', { fix: '' });
    });
  });
  const collection = new Collection();
  await addLive(collection, cluster);
  t.deepEqual(
    collection.files.map(({ path }) => path),
    ['nodes/core-01/facts.json'],
  );
  t.deepEqual(collection.leftOut.map(({ what }) => what).sort(), [
    'nodes/core-01/docker-info.json',
    'nodes/core-01/engine.log',
    'swarm',
  ]);
});

test("of an engine's log that is one huge line nothing is taken, and nothing breaks", async (t) => {
  const { cluster, nodes } = clusterOf({ 'core-01': 'running' });
  const stdout = `${'planted'.repeat(1e6)}\u001b[2Jthe end\n`;
  answers(nodes[0] as ClusterNode, (remote) => remote.on(/^tail -n 1000 /, { stdout }));
  const collection = new Collection();
  await addLive(collection, cluster);
  const log = collection.files.find(({ path }) => path === 'nodes/core-01/engine.log');
  t.is(log?.text, '');
});
