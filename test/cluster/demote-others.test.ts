import test from 'ava';
import type { Cluster } from '../../src/cluster/cluster.ts';
import { demoteOthers } from '../../src/cluster/demote-others.ts';
import { ClusterNode } from '../../src/cluster/node.ts';
import type { SwarmNode } from '../../src/cluster/swarm.ts';
import { facts } from '../_helpers/facts.ts';
import type { FakeEngine } from '../_helpers/fake-engine.ts';
import { FakeRemote } from '../_helpers/fake-remote.ts';
import { FakeSwarm } from '../_helpers/fake-swarm.ts';
import { topology } from '../_helpers/topology.ts';

/** core-01, planned as the manager, and two others that are managers as well. */
function threeManagers({ ownsMachines = false } = {}) {
  const swarm = new FakeSwarm();
  const lines: string[] = [];
  const ids = ['core-01', 'core-02', 'core-03'].map((name) => swarm.member(name, 'manager'));
  const nodes = ids.map((nodeId, at) => {
    const name = `core-0${at + 1}`;
    const engine = swarm.engine(name, { swarm: 'active', nodeId, control: true });
    for (const id of ids)
      engine.on(`POST /nodes/${id}/update?version=7`, (spec) =>
        swarm.setRole(id, (spec as SwarmNode['Spec']).Role),
      );
    const node = new ClusterNode({
      name,
      role: at === 0 ? 'manager' : 'worker',
      address: '',
      cpus: 1,
      memory: 1024,
    });
    node.connected(new FakeRemote(name), engine);
    node.gathered(facts());
    return node;
  });
  const [planned] = nodes as [ClusterNode];
  let time = 0;
  const cluster = {
    nodes,
    provider: { ownsMachines },
    topology: topology(),
    now: () => (time += 1_000),
    signal: new AbortController().signal,
  } as unknown as Cluster;
  const demote = () => demoteOthers(cluster, planned, (line) => lines.push(line));
  return { swarm, nodes, lines, demote };
}

const roles = ({ members }: FakeSwarm) => members.map(({ Spec }) => Spec.Role);

test('all managers but that of the plan become workers', async (t) => {
  const { swarm, demote } = threeManagers();
  await demote();
  t.deepEqual(roles(swarm), ['manager', 'worker', 'worker']);
});

test('the vote of one that left by force is taken first, for with it Docker refuses to take any other', async (t) => {
  const { swarm, nodes, lines, demote } = threeManagers();
  await nodes[2]?.engine.post('/swarm/leave?force=true');
  const left = swarm.members[2];
  if (left?.ManagerStatus) left.ManagerStatus.Reachability = 'unreachable';
  await demote();
  t.deepEqual(roles(swarm), ['manager', 'worker', 'worker']);
  t.deepEqual(lines, [
    'core-03 cannot be reached as a manager: its vote is taken',
    'core-02 is made a worker again',
  ]);
});

test('a second time, nothing is changed', async (t) => {
  const { swarm, lines, demote } = threeManagers();
  await demote();
  lines.length = 0;
  await demote();
  t.deepEqual(roles(swarm), ['manager', 'worker', 'worker']);
  t.deepEqual(lines, []);
});

test('a node that somebody promotes at this moment is made a worker, and does not leave', async (t) => {
  const { swarm, nodes, lines, demote } = threeManagers();
  const promoted = swarm.members[1] as SwarmNode;
  const vote = promoted.ManagerStatus;
  delete promoted.ManagerStatus;
  let looks = 0;
  const [first] = nodes.map(({ engine }) => engine as FakeEngine) as [FakeEngine];
  first.on('GET /nodes', () => {
    looks += 1;
    if (looks === 4 && vote) promoted.ManagerStatus = vote;
    return structuredClone(swarm.members);
  });
  await demote();
  t.deepEqual(roles(swarm), ['manager', 'worker', 'worker']);
  t.deepEqual(lines, ['core-02 is made a worker again', 'core-03 is made a worker again']);
});

test('the swarm removes the entry of one that is to be a manager and gets no vote; `up` has it join again', async (t) => {
  const { swarm, nodes, lines, demote } = threeManagers({ ownsMachines: true });
  const [first, second] = nodes.map(({ engine }) => engine as FakeEngine) as [FakeEngine, FakeEngine];
  const voteless = swarm.members[1] as SwarmNode;
  delete voteless.ManagerStatus;
  first.on(`DELETE /nodes/${voteless.ID}?force=true`, () => swarm.members.splice(1, 1));
  second.on('GET /info', () => ({ Swarm: { LocalNodeState: 'active', NodeID: voteless.ID } }));
  await demote();
  t.deepEqual(roles(swarm), ['manager', 'worker']);
  t.deepEqual(lines, [
    'core-02 is to be a manager and has no vote: it joins again',
    'core-03 is made a worker again',
  ]);
});
