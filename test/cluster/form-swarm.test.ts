import { PassThrough } from 'node:stream';
import test from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import type { EngineFacts, Facts } from '../../src/cluster/facts.ts';
import { Formation } from '../../src/cluster/formation.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import { formSwarm } from '../../src/cluster/phases/form-swarm.ts';
import { runPhases } from '../../src/cluster/run-phases.ts';
import type { SwarmNode } from '../../src/cluster/swarm.ts';
import type { Command, Remote } from '../../src/transport/runner.ts';
import type { FakeEngine } from '../_helpers/fake-engine.ts';
import { FakeSwarm } from '../_helpers/fake-swarm.ts';

type Role = 'manager' | 'worker';

interface Machine {
  role: Role;
  facts?: Partial<EngineFacts>;
}

/** A cluster whose machines have engines in these states. */
function clusterOf(swarm: FakeSwarm, machines: Record<string, Machine>, ownsMachines = true) {
  const engines = new Map<string, FakeEngine>();
  const dialled: string[] = [];
  const restarted: string[] = [];
  const nodes = Object.entries(machines).map(([name, { role, facts }], index) => {
    const node = new ClusterNode({ name, role, address: `172.17.8.${101 + index}`, cpus: 1, memory: 1024 });
    const engine = swarm.engine(name, facts);
    const dial = async (host: string, port: number) => {
      dialled.push(`${name} ${host}:${port}`);
      return new PassThrough();
    };
    engines.set(name, engine);
    const run = async ({ argv }: Command) => {
      if (argv.includes('restart')) restarted.push(name);
      return { exitCode: 0, stdout: 'started\n', stderr: '' };
    };
    node.connected({ name, dial, run, close() {} } as unknown as Remote, engine);
    node.gathered({} as Facts);
    return node;
  });
  const lines = new Map<string, string>();
  let time = 0;
  const cluster = {
    topology: { network: { overlayPool: '10.20.0.0/16' }, engine: { source: 'auto' } },
    nodes,
    provider: { ownsMachines },
    formation: new Formation(nodes),
    journal: { write() {} },
    now: () => (time += 1_000),
    signal: new AbortController().signal,
  } as unknown as Cluster;
  const form = () =>
    runPhases([formSwarm], cluster, (event) => {
      if (event.kind === 'done') lines.set(event.node ?? '', event.line);
    });
  return { form, engines, dialled, restarted, lines };
}

const three = {
  'core-01': { role: 'manager' },
  'core-02': { role: 'worker' },
  'core-03': { role: 'worker' },
} as const;
const memberFacts = (nodeId: string, address: string, control = false) => ({
  swarm: 'active',
  nodeId,
  nodeAddress: address,
  control,
});

test('the first manager opens the swarm and the others join it, every address explicit', async (t) => {
  const swarm = new FakeSwarm();
  const { form, engines, dialled } = clusterOf(swarm, three);
  await form();
  const body = (name: string, request: string) => {
    const engine = engines.get(name) as FakeEngine;
    return engine.bodies[engine.asked.indexOf(request)];
  };
  t.like(body('core-01', 'POST /swarm/init'), {
    AdvertiseAddr: '172.17.8.101',
    DefaultAddrPool: ['10.20.0.0/16'],
  });
  t.like(body('core-03', 'POST /swarm/join'), {
    AdvertiseAddr: '172.17.8.103',
    RemoteAddrs: ['172.17.8.101:2377'],
    JoinToken: 'SWMTKN-1-worker',
  });
  t.true(dialled.includes('core-02 172.17.8.101:2377'), 'a closed port is found before the join hangs on it');
  t.deepEqual(swarm.members.map((member) => `${member.Description.Hostname} ${member.Spec.Role}`).sort(), [
    'core-01 manager',
    'core-02 worker',
    'core-03 worker',
  ]);
});

test('a second run finds everybody there and changes nothing', async (t) => {
  const swarm = new FakeSwarm();
  const ids = [swarm.member('core-01', 'manager'), swarm.member('core-02', 'worker')];
  const { form, engines, lines } = clusterOf(swarm, {
    'core-01': { role: 'manager', facts: memberFacts(ids[0] as string, '172.17.8.101', true) },
    'core-02': { role: 'worker', facts: memberFacts(ids[1] as string, '172.17.8.102') },
  });
  await form();
  t.deepEqual([...lines.values()], ['leads it already', 'is a worker already']);
  const asked = [...engines.values()].flatMap((engine) => engine.asked);
  t.deepEqual(
    asked.filter((request) => !request.startsWith('GET ')),
    [],
  );
});

test('more managers join with the manager token', async (t) => {
  const swarm = new FakeSwarm();
  const { form } = clusterOf(swarm, {
    'core-01': { role: 'manager' },
    'core-02': { role: 'manager' },
    'core-03': { role: 'manager' },
  });
  await form();
  t.deepEqual(
    swarm.members.map((member) => member.Spec.Role),
    ['manager', 'manager', 'manager'],
  );
});

/** Lets an entry be removed as Docker does it: a manager's only after it was made a worker. */
function removable(swarm: FakeSwarm, engine: FakeEngine, id: string): void {
  const entry = () => swarm.members.findIndex((member) => member.ID === id);
  engine.on(`POST /nodes/${id}/update?version=7`, (spec) =>
    swarm.setRole(id, (spec as SwarmNode['Spec']).Role),
  );
  engine.on(`DELETE /nodes/${id}?force=true`, () => {
    if (swarm.members[entry()]?.ManagerStatus) throw new Error('It must be demoted to worker first.');
    swarm.members.splice(entry(), 1);
  });
}

test('a worker that lost its vote to --force-new-cluster joins anew, for Docker changes its role no more', async (t) => {
  const swarm = new FakeSwarm();
  const lead = swarm.member('core-01', 'manager');
  const former = swarm.member('core-02', 'manager');
  const { ManagerStatus, ...withoutVote } = swarm.members[1] as (typeof swarm.members)[number];
  t.truthy(ManagerStatus);
  swarm.members[1] = withoutVote;
  const { form, lines, engines } = clusterOf(swarm, {
    'core-01': { role: 'manager', facts: memberFacts(lead, '172.17.8.101', true) },
    'core-02': { role: 'worker', facts: memberFacts(former, '172.17.8.102', false) },
  });
  const left = () => engines.get('core-02')?.asked.includes('POST /swarm/leave?force=true');
  engines.get('core-01')?.on(`DELETE /nodes/${former}?force=true`, () => {
    t.false(left(), 'who leaves before that may get its vote at that moment, and takes the quorum with it');
    swarm.members.splice(1, 1);
  });
  await form();
  t.is(lines.get('core-02'), 'joined as worker');
  t.false(swarm.members.some(({ ID }) => ID === former));
});

test('a node that somebody promotes at this moment has its vote taken, and stays in the swarm', async (t) => {
  const swarm = new FakeSwarm();
  const lead = swarm.member('core-01', 'manager');
  const promoted = swarm.member('core-02', 'manager');
  const entry = swarm.members[1] as SwarmNode;
  const vote = entry.ManagerStatus;
  delete entry.ManagerStatus;
  const { form, lines, engines } = clusterOf(swarm, {
    'core-01': { role: 'manager', facts: memberFacts(lead, '172.17.8.101', true) },
    'core-02': { role: 'worker', facts: memberFacts(promoted, '172.17.8.102', false) },
  });
  let looks = 0;
  engines
    .get('core-01')
    ?.on('GET /nodes', () => {
      looks += 1;
      if (looks === 3 && vote) entry.ManagerStatus = vote;
      return structuredClone(swarm.members);
    })
    .on(`POST /nodes/${promoted}/update?version=7`, (spec) =>
      swarm.setRole(promoted, (spec as SwarmNode['Spec']).Role),
    );
  await form();
  t.is(lines.get('core-02'), 'made a worker');
  t.is(entry.Spec.Role, 'worker');
  t.false(engines.get('core-02')?.asked.includes('POST /swarm/leave?force=true'));
});

test('when the first manager was made anew, it joins the swarm that another manager still holds', async (t) => {
  const swarm = new FakeSwarm();
  const gone = swarm.member('core-01', 'manager', 'down');
  const held = swarm.member('core-02', 'manager');
  const { form, lines, engines } = clusterOf(swarm, {
    'core-01': { role: 'manager' },
    'core-02': { role: 'manager', facts: memberFacts(held, '172.17.8.102', true) },
  });
  removable(swarm, engines.get('core-02') as FakeEngine, gone);
  await form();
  t.is(lines.get('core-01'), 'joined as manager');
  t.false(
    swarm.members.some((member) => member.ID === gone),
    'its former entry is removed',
  );
});

for (const ownsMachines of [true, false]) {
  const what = ownsMachines ? 'removed from the list' : 'kept where machines are not ours';
  test(`the entry of a worker that was made anew, while managers still miss nothing, is ${what}`, async (t) => {
    const swarm = new FakeSwarm();
    const held = swarm.member('core-01', 'manager');
    const gone = swarm.member('core-02', 'worker', 'ready');
    const machines = {
      'core-01': { role: 'manager', facts: memberFacts(held, '172.17.8.101', true) },
      'core-02': { role: 'worker' },
    } as const;
    const { form, engines } = clusterOf(swarm, machines, ownsMachines);
    removable(swarm, engines.get('core-01') as FakeEngine, gone);
    await form();
    t.not(
      swarm.members.some((member) => member.ID === gone),
      ownsMachines,
    );
  });
}

test('a worker whose role in the plan changed is promoted', async (t) => {
  const swarm = new FakeSwarm();
  const ids = [swarm.member('core-01', 'manager'), swarm.member('core-02', 'worker')];
  const { form, engines, lines } = clusterOf(swarm, {
    'core-01': { role: 'manager', facts: memberFacts(ids[0] as string, '172.17.8.101', true) },
    'core-02': { role: 'manager', facts: memberFacts(ids[1] as string, '172.17.8.102') },
  });
  (engines.get('core-01') as FakeEngine).on(`POST /nodes/${ids[1]}/update?version=7`, () => undefined);
  await form();
  t.is(lines.get('core-02'), 'made a manager');
});

const stale = {
  'core-01': { role: 'manager' },
  'core-02': { role: 'worker', facts: memberFacts('of-a-swarm-that-is-gone', '172.17.8.102') },
} as const;

test('a machine of ours that is in a swarm that is gone leaves it, starts its engine anew and joins', async (t) => {
  const swarm = new FakeSwarm();
  const { form, lines, restarted } = clusterOf(swarm, stale);
  await form();
  t.deepEqual(restarted, ['core-02']);
  t.is(lines.get('core-02'), 'joined as worker');
});

test("somebody else's machine is not taken out of its swarm", async (t) => {
  const { form } = clusterOf(new FakeSwarm(), stale, false);
  const error = await t.throwsAsync(form(), { code: 'E_SWARM' });
  t.is(error?.message, 'core-02 is a member of another swarm');
});

test('a manager without a quorum is not initialised again: its services would be lost', async (t) => {
  const facts = memberFacts('a', '172.17.8.101', false);
  const { form } = clusterOf(new FakeSwarm(), { 'core-01': { role: 'manager', facts } });
  await t.throwsAsync(form(), { message: /no say in \(no quorum/ });
});

test('a node that advertises its NAT address is named with both addresses', async (t) => {
  const swarm = new FakeSwarm();
  const id = swarm.member('core-01', 'manager');
  const facts = memberFacts(id, '10.0.2.15', true);
  const { form } = clusterOf(swarm, { 'core-01': { role: 'manager', facts } });
  await t.throwsAsync(form(), { message: 'core-01 advertises 10.0.2.15 instead of 172.17.8.101' });
});
