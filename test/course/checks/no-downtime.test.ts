import test from 'ava';
import { noDowntime } from '../../../src/course/checks/no-downtime.ts';
import { type Behaviour, labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import {
  answers,
  time,
  updatedTasks,
  version1,
  version2,
  whoamiService,
  whoamiTask,
} from '../../_helpers/update-lab.ts';

const params = { service: 'whoami', port: 4567, from: version1, to: version2 };
const addresses = ['172.17.8.101', '172.17.8.102', '172.17.8.103'];

/** The update ran from 0 s to 50 s. */
const now = 60;

type Target = Record<string, unknown>;
const target = (address: string, changes: Target = {}): Target => ({
  target: `${address}:4567`,
  ran: 90,
  idle: 0.1,
  requests: 540,
  failed: 0,
  connections: 540,
  failures: [],
  answers: {},
  ...changes,
});

const report = (changes: Target = {}, of: readonly string[] = addresses) =>
  answers(JSON.stringify({ targets: of.map((address) => target(address, changes)) }));

async function judge(loader: (node: string) => Behaviour, changes: Scene & { at?: number } = {}) {
  const cluster = labCluster({
    services: () => [whoamiService()],
    tasks: updatedTasks,
    manager: (path) => (path === '/info' ? { SystemTime: time(changes.at ?? now) } : undefined),
    behaves: (_from, to, port) => (port === 4570 ? loader(to) : { refused: true }),
    ...changes,
  });
  return noDowntime.judge(params, await noDowntime.probe(cluster, params), undefined);
}

/** One loader tells this of one target, the others that nothing failed. */
const onlyCore02 = (changes: Target) => (node: string) => (node === 'core-02' ? report(changes) : report());

test('load from before the update until five seconds after it, and no failure, passes', async (t) => {
  t.deepEqual(await judge(() => report()), {
    outcome: 'pass',
    message: '0 requests failed on 3 nodes in the 55 s of the update (4860 sent since the load began)',
  });
});

test('it passes long after the fact, while the loaders go on', async (t) => {
  t.is((await judge(() => report({ ran: 7230 }), { at: 7200 })).outcome, 'pass');
});

test('failures before the update and long after it do not count', async (t) => {
  const failures = [
    [80, 61, 40],
    [4, 3, 2],
  ];
  t.is((await judge(() => report({ failures, failed: 42 }))).outcome, 'pass');
});

for (const [when, failures] of Object.entries({
  'in the update': [[30, 29, 3]],
  'from before it into it': [[70, 59, 3]],
  'four seconds after it': [[6, 6, 3]],
  'from before it until after it': [[70, 1, 3]],
}))
  test(`failures ${when}, of one loader, fail`, async (t) => {
    const verdict = await judge(onlyCore02({ failures, failed: 3 }));
    t.is(verdict.reason, 'requests-failed');
    t.is(
      verdict.message,
      `9 requests failed during the update (${addresses.map((it) => `${it}:4567 asked from core-02`).join(', ')}); expected none`,
    );
  });

const failing = () => report({ failures: [[30, 29, 3]], failed: 3 });

test('failures with the health check switched off name that', async (t) => {
  const services = () => [whoamiService({ healthcheck: ['NONE'] })];
  const verdict = await judge(failing, { services });
  t.is(verdict.reason, 'no-healthcheck');
  t.regex(verdict.message, /^27 requests failed .*the health check of whoami is switched off$/);
});

test('failures of an update of all tasks at once name that', async (t) => {
  for (const parallelism of [0, 5]) {
    const services = () => [whoamiService({ parallelism, healthcheck: ['NONE'] })];
    t.is((await judge(failing, { services })).reason, 'all-at-once');
  }
});

test('without failures, parallelism and health check do not matter here', async (t) => {
  const services = () => [whoamiService({ parallelism: 5, healthcheck: ['NONE'] })];
  t.is((await judge(() => report(), { services })).outcome, 'pass');
});

test('a loader that began after the update looks right, and fails', async (t) => {
  const verdict = await judge(onlyCore02({ ran: 40 }));
  t.is(verdict.reason, 'late-load');
  t.regex(verdict.message, /^the loader on core-02 has asked for 40 s, and the update began 60 s ago/);
});

test('a loader that stands still fails', async (t) => {
  t.is((await judge(onlyCore02({ idle: 25 }))).reason, 'late-load');
});

test('one kept connection sees one task, so that no failure proves nothing', async (t) => {
  const verdict = await judge(onlyCore02({ connections: 2 }));
  t.is(verdict.reason, 'kept-connection');
  t.regex(verdict.message, /core-02 got 540 answers of 172\.17\.8\.101:4567 over 2 connections/);
});

test('a loader that leaves a node out fails', async (t) => {
  const verdict = await judge((node) => (node === 'core-03' ? report({}, addresses.slice(0, 1)) : report()));
  t.is(verdict.reason, 'other-targets');
  t.regex(
    verdict.message,
    /the loader on core-03 asks 172\.17\.8\.101:4567; expected 172\.17\.8\.102:4567, /,
  );
});

test('a node without a loader, or with something else on its port, fails', async (t) => {
  for (const other of [
    { refused: true } as const,
    answers('hello'),
    answers('{}'),
    answers('', '404 Not Found'),
  ]) {
    const verdict = await judge((node) => (node === 'core-02' ? other : report()));
    t.is(verdict.reason, 'no-load');
    t.is(verdict.message, 'no loader answers on port 4570 of core-02; expected load from every node');
  }
});

test('right after the update it fails, and is waited for', async (t) => {
  const verdict = await judge(() => report(), { at: 53 });
  t.is(verdict.reason, 'too-soon');
  t.falsy(verdict.settled);
});

test('tasks that were never of the old image fail', async (t) => {
  t.is((await judge(() => report(), { tasks: () => [whoamiTask(1)] })).reason, 'not-updated');
});

test('no service fails', async (t) => {
  t.is((await judge(() => report(), { services: () => [] })).reason, 'no-service');
});

test('a node that cannot be asked is unknown, by its name', async (t) => {
  const verdict = await judge((node) => (node === 'core-03' ? { unreachable: true } : report()));
  t.is(verdict.outcome, 'unknown');
  t.regex(verdict.message, /core-03: .*SSH connection broke/);
});
