import test from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { EngineFacts, Facts } from '../../src/cluster/facts.ts';
import { Formation } from '../../src/cluster/formation.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { dissolveSwarm } from '../../src/cluster/phases/dissolve-swarm.ts';
import { phasesFor } from '../../src/cluster/up.ts';
import type { Command, Remote } from '../../src/transport/runner.ts';
import type { FakeEngine } from '../_helpers/fake-engine.ts';
import { FakeSwarm } from '../_helpers/fake-swarm.ts';

/** Two nodes of one swarm, core-01 its manager; changed as wanted. */
function formed({ ownsMachines = true, facts = {} as Partial<EngineFacts> } = {}) {
  const swarm = new FakeSwarm();
  const restarted: string[] = [];
  const engines = new Map<string, FakeEngine>();
  const nodes = (['manager', 'worker'] as const).map((role, index) => {
    const name = `core-0${index + 1}`;
    const address = `172.17.8.${101 + index}`;
    const engine: EngineFacts = {
      version: '26.1.5',
      swarm: 'active',
      nodeId: swarm.member(name, role),
      nodeAddress: address,
      control: role === 'manager',
      ...facts,
    };
    const node = new ClusterNode({ name, role, address, cpus: 1, memory: 1024 });
    const run = async ({ argv }: Command) => {
      if (argv.includes('restart')) restarted.push(name);
      const stdout = argv.includes('start-engine') ? 'started\n' : 'engine_start=boot 2\n';
      return { exitCode: 0, stdout, stderr: '' };
    };
    engines.set(name, swarm.engine(name, engine));
    node.connected({ name, run, close() {} } as unknown as Remote, engines.get(name) as FakeEngine);
    node.gathered({ engine, member: true, systemd: true } as Facts);
    return node;
  });
  const cluster = {
    topology: { engine: { source: 'auto' } },
    nodes,
    provider: { ownsMachines },
    formation: new Formation(nodes),
  } as unknown as Cluster;
  const dissolve = () => dissolveSwarm.run(cluster, () => {});
  return { swarm, nodes, engines, restarted, dissolve };
}

const changes = ({ asked }: FakeEngine) => asked.filter((request) => !request.startsWith('GET '));

test('every node leaves, its engine starts anew, and nothing of the swarm stays behind', async (t) => {
  const { swarm, nodes, restarted, dissolve } = formed();
  t.is(await dissolve(), '2 of 2 nodes have left it');
  t.deepEqual(restarted.sort(), ['core-01', 'core-02']);
  t.deepEqual([...swarm.gateways], []);
  for (const { facts } of nodes) t.like(facts, { member: false, engine: { swarm: 'inactive' } });
});

test('where no node is in a swarm, nothing is changed', async (t) => {
  const { engines, restarted, dissolve } = formed();
  await dissolve();
  const before = [...engines.values()].map(changes);
  restarted.length = 0;
  t.is(await dissolve(), 'no node is in one');
  t.deepEqual([...engines.values()].map(changes), before);
  t.deepEqual(restarted, []);
});

test('a run that was killed after a node had left goes on with that node', async (t) => {
  const { swarm, nodes, engines, restarted, dissolve } = formed();
  await (engines.get('core-02') as FakeEngine).post('/swarm/leave?force=true');
  const [, second] = nodes as [ClusterNode, ClusterNode];
  const engine = { ...(second.facts.engine as EngineFacts), swarm: 'inactive', nodeId: '' };
  second.gathered({ ...second.facts, engine });
  await dissolve();
  t.deepEqual(restarted.sort(), ['core-01', 'core-02']);
  t.deepEqual([...swarm.gateways], []);
});

test('a swarm that another machine is in as well is left alone, and the machine is named', async (t) => {
  const { swarm, engines, dissolve } = formed();
  swarm.member('their-server', 'worker');
  const error = await t.throwsAsync(dissolve(), { code: 'E_SWARM' });
  t.regex(error?.message ?? '', /^their-server is in this swarm too/);
  t.deepEqual([...engines.values()].flatMap(changes), []);
});

test('an entry of a machine that is gone does not stop it', async (t) => {
  const { swarm, dissolve } = formed();
  swarm.member('their-server', 'worker', 'down');
  t.is(await dissolve(), '2 of 2 nodes have left it');
});

test('machines of ours leave a swarm whose managers are gone; those of others do not', async (t) => {
  const gone = { facts: { control: false } };
  t.is(await formed(gone).dissolve(), '2 of 2 nodes have left it');
  const theirs = formed({ ...gone, ownsMachines: false });
  const error = await t.throwsAsync(theirs.dissolve(), { code: 'E_SWARM' });
  t.is(error?.message, 'core-01 is in a swarm that no node here has a say in');
});

test('a member whose engine does not run is started first: only it can take itself out', async (t) => {
  const { nodes, dissolve } = formed();
  const [first] = nodes as [ClusterNode, ClusterNode];
  const { engine, ...without } = first.facts;
  first.gathered(without);
  t.is(await dissolve(), '2 of 2 nodes have left it');
});

test('the swarm goes once there are facts, and none is formed', (t) => {
  const ids = phasesFor({ dissolve: true }).map(({ id }) => id);
  t.is(ids[ids.indexOf('gather-facts') + 1], 'dissolve-swarm');
  t.deepEqual(
    ids.filter((id) => ['form-swarm', 'verify-data-plane'].includes(id)),
    [],
  );
  t.false(phasesFor({}).includes(dissolveSwarm));
});
