import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { ClusterState } from '../../src/cluster/cluster-state.ts';
import { Formation } from '../../src/cluster/formation.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { startEngine } from '../../src/cluster/phases/start-engine.ts';
import { verifyDataPlane } from '../../src/cluster/phases/verify-data-plane.ts';
import { facts } from '../_helpers/facts.ts';
import { FakeEngine } from '../_helpers/fake-engine.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const overlays = `GET /networks?filters=${encodeURIComponent('{"driver":{"overlay":true}}')}`;

/** Two nodes whose engines were started so, and a state in which that was proven. */
async function proven(t: ExecutionContext, ...starts: string[]) {
  let time = 0;
  const state = await ClusterState.open(path.join(await temporaryFolder(t), 'state.json'));
  const nodes = starts.map((engineStart, i) => {
    const name = `core-0${i + 1}`;
    const node = new ClusterNode({
      name,
      role: 'manager',
      address: `172.17.8.10${i + 1}`,
      cpus: 1,
      memory: 1,
    });
    const engine = { version: '28', swarm: 'active', nodeId: `id-${i}`, nodeAddress: '', control: true };
    node.connected(new FakeRemote(name), new FakeEngine());
    node.gathered(facts({ engineStart, engine }));
    return node;
  });
  const cluster = {
    state,
    nodes,
    topology: { engine: { source: 'auto' } },
    provider: { ownsMachines: false },
    signal: new AbortController().signal,
    now: () => (time += 5_000),
  } as unknown as Cluster;
  await state.proven('id-0 boot-a 1; id-1 boot-b 1');
  return { cluster, nodes, skip: () => verifyDataPlane.skip?.(cluster) };
}

test('what was proven for these engines is not proven again', async (t) => {
  const { skip } = await proven(t, 'boot-a 1', 'boot-b 1');
  t.is(await skip(), 'proven already for these nodes');
});

test('an engine that came back by itself has to prove itself again', async (t) => {
  const { skip } = await proven(t, 'boot-a 1', 'boot-c 1');
  t.is(await skip(), undefined);
});

test('so does an engine that this run has started anew, and one whose start nobody knows', async (t) => {
  const { cluster, nodes, skip } = await proven(t, 'boot-a 1', 'boot-b 1');
  const [first] = nodes as [ClusterNode, ClusterNode];
  (first.remote as FakeRemote).on(/start-engine/, { stdout: 'started\n' });
  await startEngine.run(first, cluster, () => {});
  t.is(await skip(), undefined);
});

test('a member that starts while no swarm is formed waits for no manager', async (t) => {
  const { cluster, nodes } = await proven(t, 'boot-a 1', 'boot-b 1');
  const [first] = nodes as [ClusterNode, ClusterNode];
  const worker = new ClusterNode({ ...first.plan, role: 'worker' });
  const remote = new FakeRemote('core-02');
  remote.on(/start-engine/, { stdout: 'started\n' });
  worker.connected(remote);
  worker.gathered({ ...first.facts, member: true });
  t.is(
    await startEngine.run(worker, { ...cluster, formation: new Formation(nodes, false) }, () => {}),
    'answers',
  );
});

test('nodes that take no tasks are left out of the proof, named, and asked again the next time', async (t) => {
  const { cluster, nodes, skip } = await proven(t, 'boot-a 1', 'boot-c 1');
  const [first, second] = nodes as [ClusterNode, ClusterNode];
  const member = (ID: string, Hostname: string, Availability: string) => {
    return {
      ID,
      Description: { Hostname },
      Spec: { Role: 'manager', Availability },
      Status: { State: 'ready' },
    };
  };
  const engine = new FakeEngine()
    .on(overlays, () => [])
    .on('GET /nodes', () => [member('id-0', 'core-01', 'active'), member('id-1', 'core-02', 'drain')]);
  const remote = new FakeRemote('core-01');
  remote.on(/./s, { stdout: '10.20.5.2\n' });
  first.connected(remote, engine);
  const asked = new FakeRemote('core-02');
  // Its ports and its engine's start are asked for; of the overlay it is asked nothing.
  asked.on(/swarmlab-probe/s, { exitCode: 1, stderr: 'attaching to network failed' });
  asked.on(/engine_start/s, { stdout: 'engine_start=boot-c 1\n' });
  second.connected(asked, new FakeEngine());
  const formation = new Formation(nodes);
  formation.opened({ manager: first, tokens: { Manager: '', Worker: '' } });
  t.is(
    await verifyDataPlane.run({ ...cluster, formation } as unknown as Cluster, () => {}),
    '0 directions carried the payload; not asked, for they take no tasks: core-02',
  );
  t.is(await skip(), undefined);
});

test('where the data plane fails and a node takes no part in gossip, that is the reason', async (t) => {
  const { cluster, nodes } = await proven(t, 'boot-a 1', 'boot-c 1');
  const [first, second] = nodes as [ClusterNode, ClusterNode];
  const remotes = nodes.map(({ name }) =>
    new FakeRemote(name).on(/engine_start/s, { stdout: 'engine_start=x\n' }).on(/^iptables/),
  );
  const [ours, theirs] = remotes as [FakeRemote, FakeRemote];
  const open = ours.openStream;
  ours.openStream = () => {
    if (ours.dialled.at(-1)?.endsWith(':2377')) throw new Error('connection refused');
    return open();
  };
  const ingress = { Id: 'i', Ingress: true };
  const heard = new FakeEngine().on(overlays, () => [ingress]).on('GET /nodes', () => []);
  first.connected(
    ours,
    heard.on('GET /networks/i', () => ({ ...ingress, Peers: [{}] })),
  );
  second.connected(
    theirs,
    new FakeEngine().on(overlays, () => []),
  );
  const formation = new Formation(nodes);
  formation.opened({ manager: first, tokens: { Manager: '', Worker: '' } });
  const run = verifyDataPlane.run({ ...cluster, formation } as unknown as Cluster, () => {});
  const error = await t.throwsAsync(run, { code: 'E_DATA_PLANE', message: /^core-02 takes no part/ });
  t.regex(String((error as Error).cause), /tcp\/2377 is closed between core-01 and core-02/);
});
