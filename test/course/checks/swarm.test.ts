import test from 'ava';
import { nodeAddresses } from '../../../src/course/checks/node-addresses.ts';
import { nodeTwins } from '../../../src/course/checks/node-twins.ts';
import { nodesReady } from '../../../src/course/checks/nodes.ts';
import { raft } from '../../../src/course/checks/raft.ts';
import { swarmFormed } from '../../../src/course/checks/swarm-formed.ts';
import type { LabCluster } from '../../../src/course/lab-cluster.ts';
import { machinesAlone, type SceneNode, swarmScene } from '../../_helpers/swarm-scene.ts';

const checks = {
  formed: swarmFormed.check({ pool: '10.20.0.0/16' }),
  addresses: nodeAddresses.check({}),
  nodes: nodesReady.check({}),
  twins: nodeTwins.check({}),
  raft: raft.check({ managers: ['core-01'] }),
};
type Name = keyof typeof checks;

async function verdict(name: Name, cluster: LabCluster) {
  return (await checks[name].ask(cluster)).verdict;
}

const inactive = { state: 'inactive' };

for (const name of Object.keys(checks) as Name[]) {
  test(`${name} passes on a swarm of three that core-01 leads`, async (t) => {
    t.is((await verdict(name, swarmScene())).outcome, 'pass');
  });

  test(`${name} fails for good where no machine is in a swarm, and says so`, async (t) => {
    t.like(await verdict(name, machinesAlone), {
      outcome: 'fail',
      reason: 'no-swarm',
      message: 'core-01 is in no swarm yet, and neither is another node; expected it to lead one',
      settled: true,
    });
  });

  test(`${name} fails where those in a swarm have no say, and may get one back`, async (t) => {
    const seen = await verdict(name, swarmScene({ 'core-01': { control: false }, 'core-02': inactive }));
    t.like(seen, { outcome: 'fail', reason: 'no-say' });
    t.regex(seen.message, /^core-01 \(active\), core-03 \(active\) in a swarm in which no node has a say/);
    t.falsy(seen.settled);
  });

  test(`${name} is unknown, with the node's name, where the manager cannot be asked`, async (t) => {
    const seen = await verdict(name, swarmScene({ 'core-01': { away: true } }));
    t.is(seen.outcome, 'unknown');
    t.regex(seen.message, /core-01: the connection was lost/);
  });
}

for (const name of ['addresses', 'nodes', 'twins', 'raft'] as const)
  test(`${name} is unknown, with the node's name, where a worker cannot be asked`, async (t) => {
    const seen = await verdict(name, swarmScene({ 'core-03': { away: true } }));
    t.is(seen.outcome, 'unknown');
    t.regex(seen.message, /core-03: the connection was lost/);
  });

const wrong: [Name, string, string, Record<string, SceneNode>, RegExp][] = [
  [
    'addresses',
    'wrong-address',
    'the managers see another address',
    { 'core-01': { seen: '10.0.2.15' } },
    /^core-01 advertises 10\.0\.2\.15; expected 172\.17\.8\.101$/,
  ],
  [
    'addresses',
    'wrong-address',
    'a worker itself advertises another one than the managers see',
    { 'core-02': { advertised: '10.0.2.15' } },
    /^core-02 advertises 10\.0\.2\.15; expected 172\.17\.8\.102$/,
  ],
  [
    'nodes',
    'missing',
    'a machine is in no swarm',
    { 'core-03': inactive },
    /^core-03 is in no swarm; expected 3/,
  ],
  [
    'nodes',
    'another-swarm',
    'a machine leads a swarm of its own',
    { 'core-02': { role: 'manager', unlisted: true } },
    /^core-02 is in another swarm than core-01/,
  ],
  [
    'nodes',
    'missing',
    'a machine is still joining',
    { 'core-02': { state: 'pending', unlisted: true } },
    /pending/,
  ],
  ['nodes', 'not-ready', 'a node is Down', { 'core-02': { status: 'down' } }, /^core-02 is down/],
  [
    'nodes',
    'not-ready',
    'a node is Down and cannot be asked',
    { 'core-02': { status: 'down', away: true } },
    /^core-02 is down/,
  ],
  [
    'nodes',
    'not-active',
    'a node is drained',
    { 'core-02': { availability: 'drain' } },
    /availability is drain/,
  ],
  [
    'nodes',
    'same-name',
    'two machines have one name',
    { 'core-03': { hostname: 'core-02' } },
    /host name core-02/,
  ],
  [
    'raft',
    'extra-manager',
    'a worker is a manager too',
    { 'core-02': { role: 'manager' } },
    /^the managers are core-01, core-02; expected core-01 alone$/,
  ],
  [
    'raft',
    'not-manager',
    'another node leads',
    { 'core-01': { role: 'worker' }, 'core-02': { role: 'manager', leader: true } },
    /^the managers are core-02; expected core-01 alone$/,
  ],
  ['raft', 'no-leader', 'an election is on', { 'core-01': { leader: false } }, /^0 of 1 managers lead/],
  [
    'raft',
    'unreachable',
    'a manager is away',
    { 'core-01': { reachability: 'unreachable' } },
    /is unreachable/,
  ],
];
for (const [name, reason, when, changes, message] of wrong)
  test(`${name} fails when ${when}`, async (t) => {
    const seen = await verdict(name, swarmScene(changes));
    t.like(seen, { outcome: 'fail', reason });
    t.regex(seen.message, message);
  });

test('what passes by itself soon is waited for, what only the learner can change is not', async (t) => {
  t.true((await verdict('nodes', swarmScene({ 'core-03': inactive }))).settled);
  t.falsy((await verdict('nodes', swarmScene({ 'core-03': { status: 'down' } }))).settled);
  t.falsy((await verdict('raft', swarmScene({ 'core-01': { leader: false } }))).settled);
});

test('a swarm with another pool fails, and the pool is named', async (t) => {
  t.like(await verdict('formed', swarmScene({}, { pool: '10.0.0.0/8' })), {
    reason: 'wrong-pool',
    message: 'the swarm takes its networks from 10.0.0.0/8; expected 10.20.0.0/16',
  });
  t.is((await swarmFormed.check({}).ask(swarmScene({}, { pool: '10.0.0.0/8' }))).verdict.outcome, 'pass');
});

test('a swarm that another node leads is found', async (t) => {
  const elsewhere = swarmScene({ 'core-01': inactive, 'core-02': { role: 'manager', leader: true } });
  t.like(await verdict('formed', elsewhere), {
    outcome: 'pass',
    message: 'core-02 has a say in a swarm, whose networks come from 10.20.0.0/16',
  });
});

test('the former entry of a machine that joined again fails, also while it still says ready', async (t) => {
  for (const state of ['down', 'ready']) {
    const seen = await verdict('twins', swarmScene({}, { twins: [['core-03', state]] }));
    t.is(seen.reason, 'twin');
    t.is(
      seen.message,
      `the node list has 4 entries, of which one is of nobody any more: core-03 (${state}); expected 3`,
    );
  }
});

test('a node of others that is ready is no former entry of ours; one that is down is nobody’s', async (t) => {
  t.is((await verdict('twins', swarmScene({}, { twins: [['theirs', 'ready']] }))).outcome, 'pass');
  t.is((await verdict('twins', swarmScene({}, { twins: [['theirs', 'down']] }))).reason, 'twin');
});

test('several managers can be asked for', async (t) => {
  const three = raft.check({ managers: ['core-01', 'core-02', 'core-03'] });
  const all = swarmScene({ 'core-02': { role: 'manager' }, 'core-03': { role: 'manager' } });
  t.like((await three.ask(all)).verdict, {
    outcome: 'pass',
    message: 'the managers are core-01, core-02, core-03, core-01 leads, and no worker has a say',
  });
  t.is((await three.ask(swarmScene())).verdict.reason, 'not-manager');
});
