import test from 'ava';
import { joinedSince } from '../../../src/course/checks/joined-since.ts';
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

test('three managers with votes pass; those that lost theirs to one that went on alone do not', async (t) => {
  t.deepEqual(await made([listed(1), listed(2), listed(3)]), {
    outcome: 'pass',
    message: 'the managers are core-01, core-02, core-03, all of them answer, and core-01 leads',
  });
  t.like(await made([listed(1), listed(2, { vote: 'none' }), listed(3, { vote: 'none' })]), {
    reason: 'no-vote',
    message: 'core-02, core-03 has the role of a manager, and no vote; expected every manager to have one',
  });
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
    (await made([listed(1), listed(2), listed(3), listed(3, { vote: 'none', state: 'down' })])).reason,
    'no-vote',
    'an entry of nobody any more',
  );
  t.is((await made([listed(1, { vote: 'reachable' }), listed(2), listed(3)])).reason, 'no-leader');
});

const witness = { service: 'witness', away: ['core-01'], kept: ['web'] };
const scene: Scene = {
  services: () => [globalJson('web', '2026-01-01T09:30:00Z'), globalJson('witness')],
  nodes: () => [listed(1), listed(2), listed(3)],
  tasks: () => [startedTask(1, 40), startedTask(2, 1), startedTask(3, 1.5)],
};

/** The verdict on the witness, whose tasks are in the scene; web's are those that it has had for long, unless others are given. */
async function away(changes: Scene & { web?: object[] }) {
  const { web = [startedTask(1, -1800), startedTask(2, -1800)], ...rest } = changes;
  const { tasks: ofWitness = () => [], ...others } = { ...scene, ...rest };
  const tasks = (service: string) => (service === 'id-of-web' ? web : ofWitness(service));
  return (await madeWhileAway.check(witness).ask(labCluster({ ...others, tasks }))).verdict;
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

test('a node that a script has back at once tells by the task that all older services give it then', async (t) => {
  const tasks = () => [startedTask(1, 2.6), startedTask(2, 0)];
  const before = startedTask(1, -1800, { DesiredState: 'shutdown' });
  const back = await away({ tasks, web: [before, startedTask(1, 2.601)] });
  t.is(back.outcome, 'pass', 'web was planned anew for core-01 in one go with the witness');
  const there = await away({ tasks, web: [before, startedTask(1, 90)] });
  t.is(there.reason, 'was-there', 'web was planned anew for core-01 later');
  const services = () => [globalJson('web', '2026-01-01T09:59:59.900Z'), globalJson('witness')];
  const inARow = await away({ services, web: [startedTask(1, -0.1)], tasks: () => [startedTask(1, 0)] });
  t.is(inARow.reason, 'was-there', 'a script made web and the witness in a row');
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

test('where those that were there are gone and joined again, the late task alone tells', async (t) => {
  const nodes = () => [listed(1), joinedAgain(2), joinedAgain(3)];
  t.deepEqual(await away({ nodes, tasks: () => [startedTask(1, 40), startedTask(2, 300)] }), {
    outcome: 'pass',
    message: 'witness was made while core-01 was off',
  });
  t.is((await away({ nodes, tasks: () => [startedTask(1, 1), startedTask(2, 300)] })).reason, 'was-there');
});

/** A node that left and joined again after the witness was made. */
function joinedAgain(at: number, changes: Parameters<typeof listed>[1] = {}) {
  return { ...listed(at, changes), CreatedAt: '2026-01-01T10:30:00Z' };
}

async function joined(nodes: object[], services = scene.services) {
  const check = joinedSince.check({ service: 'witness', kept: 'core-01', joined: ['core-02', 'core-03'] });
  return (await check.ask(labCluster({ nodes: () => nodes, ...(services ? { services } : {}) }))).verdict;
}

test('one member from before a service, and others that joined since, pass', async (t) => {
  t.deepEqual(await joined([listed(1), joinedAgain(2), joinedAgain(3)]), {
    outcome: 'pass',
    message: 'core-01 went on with witness, and core-02, core-03 joined since',
  });
});

test('members that never left, entries that were left, nodes that are off, and lost services fail', async (t) => {
  const never = await joined([listed(1), joinedAgain(2), listed(3)]);
  t.like(never, {
    reason: 'members-before',
    message:
      'core-03 stands in the node list since before witness was made; expected new entries, from joining again',
  });
  const left = [listed(1), joinedAgain(2), joinedAgain(3), listed(3, { role: 'worker', state: 'down' })];
  t.is((await joined(left)).reason, 'members-before');
  t.is((await joined([listed(1), joinedAgain(2)])).reason, 'not-there');
  t.is((await joined([listed(1), joinedAgain(2), joinedAgain(3, { state: 'down' })])).reason, 'not-there');
  t.is((await joined([joinedAgain(1), joinedAgain(2), joinedAgain(3)])).reason, 'kept-is-new');
  t.is((await joined([listed(1)], () => [globalJson('web')])).reason, 'no-service');
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
  'joined-since': joinedSince.check({ service: 'witness', kept: 'core-01', joined: ['core-02'] }),
  'node-drained': nodeDrained.check({ node: 'core-01', service: 'web' }),
}))
  test(`${name} is unknown, with the node's name, where the quorum is lost`, async (t) => {
    const { verdict } = await askWithin(check, withoutQuorum(), systemClock, 1000);
    t.is(verdict.outcome, 'unknown');
    t.regex(verdict.message, /core-01: The swarm does not have a leader/);
  });
