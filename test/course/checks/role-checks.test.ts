import test from 'ava';
import { goneOnAlone } from '../../../src/course/checks/gone-on-alone.ts';
import { madeWhileAway } from '../../../src/course/checks/made-while-away.ts';
import { managersMade } from '../../../src/course/checks/managers-made.ts';
import { nodeDrained } from '../../../src/course/checks/node-drained.ts';
import { systemClock } from '../../../src/course/clock.ts';
import { askWithin } from '../../../src/course/poll-check.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import { globalJson, listed, startedTask, withoutQuorum } from '../../_helpers/role-lab.ts';

const three = { managers: ['core-01', 'core-02', 'core-03'] };

async function made(nodes: object[]) {
  return (await managersMade.check(three).ask(labCluster({ nodes: () => nodes }))).verdict;
}

test('three managers pass; so do those that lost their votes to one that went on alone', async (t) => {
  t.deepEqual(await made([listed(1), listed(2), listed(3)]), {
    outcome: 'pass',
    message: 'core-01, core-02, core-03 were made managers, and core-01 leads',
  });
  t.is((await made([listed(1), listed(2, { vote: 'none' }), listed(3, { vote: 'none' })])).outcome, 'pass');
});

test('two managers, one that left by force, and an election under way fail, each for its reason', async (t) => {
  t.like(await made([listed(1), listed(2), listed(3, { role: 'worker' })]), {
    reason: 'not-manager',
    message: 'the managers are core-01, core-02; expected core-01, core-02, core-03',
    settled: true,
  });
  t.like(await made([listed(1), listed(2), listed(3, { vote: 'unreachable' })]), {
    reason: 'unreachable',
    message: 'core-03 is a manager, and cannot be reached; expected all managers there',
  });
  t.is(
    (await made([listed(1), listed(2), listed(3, { vote: 'none', state: 'down' })])).reason,
    'unreachable',
  );
  t.is((await made([listed(1, { vote: 'reachable' }), listed(2), listed(3)])).reason, 'no-leader');
});

const witness = { service: 'witness', away: ['core-01'], kept: ['web'] };
const scene: Scene = {
  services: () => [globalJson('web', '2026-01-01T09:30:00Z'), globalJson('witness')],
  nodes: () => [listed(1), listed(2), listed(3)],
  tasks: () => [startedTask(1, 40), startedTask(2, 1), startedTask(3, 1.5)],
};

async function away(changes: Scene) {
  return (await madeWhileAway.check(witness).ask(labCluster({ ...scene, ...changes }))).verdict;
}

test('a service whose first task on a node comes late was made while that node was off', async (t) => {
  t.deepEqual(await away({}), {
    outcome: 'pass',
    message: 'witness was made with core-02, core-03 there, while core-01 was off',
  });
});

test('a task that was planned for a node before it was called Down is no trace, however late it starts', async (t) => {
  const late = startedTask(1, 0.1, { UpdatedAt: '2026-01-01T10:00:30Z' });
  t.is((await away({ tasks: () => [late, startedTask(2, 1)] })).reason, 'was-there');
});

test('a node that was there fails it for good, also when its task was replaced since', async (t) => {
  const first = startedTask(1, 1, {
    DesiredState: 'shutdown',
    Status: { State: 'shutdown', ContainerStatus: { ContainerID: 'old' } },
  });
  for (const tasks of [[startedTask(1, 2)], [startedTask(1, 90), first]]) {
    const verdict = await away({ tasks: () => [...tasks, startedTask(2, 1)] });
    t.is(verdict.reason, 'was-there');
    t.true(verdict.settled);
  }
});

test('what else may be wrong with a witness has a reason of its own', async (t) => {
  t.is((await away({ services: () => [globalJson('web')] })).reason, 'no-service');
  t.is((await away({ services: () => [globalJson('witness')] })).reason, 'kept-gone');
  const younger = [globalJson('witness'), globalJson('web', '2026-01-01T11:00:00Z')];
  t.is((await away({ services: () => younger })).reason, 'kept-gone');
  const replicated = globalJson('witness', undefined, { Replicated: { Replicas: 1 } });
  const web = globalJson('web', '2026-01-01T09:30:00Z');
  t.is((await away({ services: () => [web, replicated] })).reason, 'not-global');
  t.is((await away({ tasks: () => [startedTask(2, 1)] })).reason, 'not-back');
  t.is((await away({ tasks: () => [startedTask(1, 40), startedTask(2, 30)] })).reason, 'nobody-there');
});

const alone = [listed(1), listed(2, { vote: 'none' }), listed(3, { vote: 'none' })];

async function gone(nodes: object[], services = scene.services) {
  const check = goneOnAlone.check({ service: 'witness' });
  const cluster = labCluster({ nodes: () => nodes, ...(services ? { services } : {}) });
  await check.ask(cluster);
  return (await check.ask(cluster)).verdict;
}

test('one voter, and others whose role is manager without a vote, is what --force-new-cluster leaves', async (t) => {
  t.deepEqual(await gone(alone), {
    outcome: 'pass',
    message: 'core-01 went on alone with witness; core-02, core-03 have no vote any more',
  });
  const once = await goneOnAlone
    .check({ service: 'witness' })
    .ask(labCluster({ ...scene, nodes: () => alone }));
  t.is(once.verdict.reason, 'unsteady', 'a node that was promoted a moment ago looks the same');
});

test('a quorum that came back, workers by demote, nodes that are off, and lost services fail', async (t) => {
  t.is((await gone([listed(1), listed(2), listed(3)])).reason, 'with-votes');
  t.is((await gone([listed(1), listed(2, { role: 'worker' })])).reason, 'no-former');
  t.is((await gone([listed(1), listed(2, { vote: 'none', state: 'down' })])).reason, 'not-back');
  t.is((await gone(alone, () => [globalJson('web')])).reason, 'no-service');
});

async function drained(availability: string, tasks: object[], other = 'active') {
  const nodes = () => [listed(1, { availability }), listed(2, { availability: other }), listed(3)];
  const check = nodeDrained.check({ node: 'core-01', service: 'web' });
  return (await check.ask(labCluster({ ...scene, nodes, tasks: () => tasks }))).verdict;
}

test('a drained node without tasks passes, while others have them', async (t) => {
  t.deepEqual(await drained('drain', [startedTask(2, 1), startedTask(3, 1)]), {
    outcome: 'pass',
    message: 'core-01 is drained, and web runs on other nodes',
  });
});

test('paused, active, still at work, and nobody at work fail', async (t) => {
  const elsewhere = [startedTask(2, 1)];
  t.is((await drained('pause', elsewhere)).reason, 'paused');
  t.is((await drained('active', elsewhere)).reason, 'active');
  t.is((await drained('drain', elsewhere, 'drain')).reason, 'others-drained');
  t.is((await drained('drain', [startedTask(1, 1), startedTask(2, 1)])).reason, 'tasks-left');
  t.is((await drained('drain', [])).reason, 'no-tasks');
});

for (const [name, check] of Object.entries({
  'managers-made': managersMade.check(three),
  'made-while-away': madeWhileAway.check(witness),
  'gone-on-alone': goneOnAlone.check({ service: 'witness' }),
  'node-drained': nodeDrained.check({ node: 'core-01', service: 'web' }),
}))
  test(`${name} is unknown, with the node's name, where the quorum is lost`, async (t) => {
    const { verdict } = await askWithin(check, withoutQuorum(), systemClock, 1000);
    t.is(verdict.outcome, 'unknown');
    t.regex(verdict.message, /core-01: The swarm does not have a leader/);
  });
