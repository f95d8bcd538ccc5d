import test from 'ava';
import { nodeDownSeen } from '../../../src/course/checks/node-down-seen.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import { matrixJson, monitoring, says } from '../../_helpers/monitoring-lab.ts';

const params = { port: 9090, series: 'node_uname_info', label: 'nodename', minutes: 30, seconds: 20 };
/** 2026-01-01T12:00:00Z */
const noon = 1767268800;

/** Every five seconds from one second to another after noon, both included. */
function every5s(from: number, to: number): number[] {
  return Array.from({ length: Math.floor((to - from) / 5) + 1 }, (_, at) => noon + from + at * 5);
}

type Times = Readonly<Record<string, readonly number[]>>;

/** The verdict on the samples of each node; those of core-03 come from a new task where `moved` is among them. */
async function check(times: Times, moved?: readonly number[]) {
  const series = Object.entries(times).map(([nodename, own]) => ({
    metric: { nodename, instance: nodename },
    times: own,
  }));
  if (moved) series.push({ metric: { nodename: 'core-03', instance: 'moved' }, times: moved });
  return judge(says(matrixJson(series)));
}

async function judge(answers: Parameters<typeof monitoring>[0]) {
  const cluster = labCluster(monitoring(answers));
  return nodeDownSeen.judge(params, await nodeDownSeen.probe(cluster, params), undefined);
}

const there = { 'core-01': every5s(0, 300), 'core-02': every5s(2, 300) };

test('a node that was missing for long enough, and is back in a new task, passes', async (t) => {
  t.deepEqual(await check({ ...there, 'core-03': every5s(0, 100) }, every5s(140, 300)), {
    outcome: 'pass',
    message: 'core-03 was missing for 40 s from 12:01:40 UTC, the others were not, and it is back',
  });
});

test('a node that never went fails', async (t) => {
  const verdict = await check({ ...there, 'core-03': every5s(0, 300) });
  t.is(verdict.reason, 'never-down');
  t.regex(verdict.message, /in the last 30 min none of core-01, core-02, core-03 was missing/);
});

test('a node that came late was not away', async (t) => {
  t.is((await check({ ...there, 'core-03': every5s(120, 300) })).reason, 'never-down');
});

test('the restart of a task is too short, and told as that', async (t) => {
  const verdict = await check({ ...there, 'core-03': [...every5s(0, 100), ...every5s(112, 300)] });
  t.is(verdict.reason, 'too-short');
  t.regex(verdict.message, /core-03 was missing for 12 s alone/);
});

test('a node that is still away fails, and is waited for', async (t) => {
  const verdict = await check({ ...there, 'core-03': every5s(0, 200) });
  t.is(verdict.reason, 'still-down');
  t.falsy(verdict.settled);
  t.regex(verdict.message, /core-03 has been missing since 12:03:20 UTC/);
});

test('a time in which Prometheus itself saw nothing is no absence', async (t) => {
  const gap = [...every5s(0, 100), ...every5s(160, 300)];
  t.is((await check({ 'core-01': gap, 'core-02': gap, 'core-03': gap })).reason, 'never-down');
});

test('scrapes that a busy computer lost here and there hide no absence', async (t) => {
  const patchy = [...every5s(0, 95), ...every5s(120, 123), ...every5s(150, 300)];
  const verdict = await check({
    ...there,
    'core-02': patchy,
    'core-03': [...every5s(0, 100), ...every5s(145, 300)],
  });
  t.is(verdict.outcome, 'pass', verdict.message);
});

test('a node alone tells nothing', async (t) => {
  t.is((await check({ 'core-03': [...every5s(0, 100), ...every5s(160, 300)] })).reason, 'never-down');
});

test('an absence is seen although the same node is missing later again', async (t) => {
  const verdict = await check({ ...there, 'core-03': [...every5s(0, 100), ...every5s(150, 200)] });
  t.is(verdict.outcome, 'pass');
});

test('without samples, without Prometheus, without a node to ask', async (t) => {
  t.is((await check({})).reason, 'no-series');
  t.is((await judge({ refused: true })).reason, 'no-answer');
  t.is((await judge({ unreachable: true })).outcome, 'unknown');
});
