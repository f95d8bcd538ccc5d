import test from 'ava';
import { metricsQuery } from '../../../src/course/checks/metrics-query.ts';
import { type Behaviour, labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import { exporterTask, monitoring, says, vectorJson } from '../../_helpers/monitoring-lab.ts';

const params = { port: 9090, query: 'node_uname_info', exporter: 'exporter', label: 'nodename' };

async function check(answers: Behaviour, changes: Partial<Scene> = {}) {
  const cluster = labCluster(monitoring(answers, changes));
  return metricsQuery.judge(params, await metricsQuery.probe(cluster, params), undefined);
}

/** Series named as given, from the tasks at these addresses. */
function series(names: readonly string[], hosts = ['10.20.2.11', '10.20.2.12', '10.20.2.13']) {
  return says(vectorJson(names.map((nodename, at) => ({ nodename, instance: `${hosts[at]}:9100` }))));
}

test('a series for each node, from tasks that run, passes', async (t) => {
  t.deepEqual(await check(series(['core-01', 'core-02', 'core-03'])), {
    outcome: 'pass',
    message: 'node_uname_info gives a series for each of core-01, core-02, core-03',
  });
});

test('what is left of an old task beside the new ones does no harm', async (t) => {
  const names = ['core-01', 'core-02', 'core-03', 'core-03'];
  const hosts = ['10.20.2.11', '10.20.2.12', '10.20.2.13', '10.20.2.7'];
  t.is((await check(series(names, hosts))).outcome, 'pass');
});

test('three series, one of them from a scrape of a task that is gone, fail', async (t) => {
  const verdict = await check(
    series(['core-01', 'core-02', 'core-03'], ['10.20.2.11', '10.20.2.12', '10.20.2.7']),
  );
  t.is(verdict.reason, 'old-series');
  t.regex(
    verdict.message,
    /the series of core-03 come from 10\.20\.2\.7:9100, which is no running task of exporter/,
  );
});

test('three series that name no node fail, with the names they have', async (t) => {
  const verdict = await check(series(['1f2e', '3d4c', '5b6a']));
  t.is(verdict.reason, 'unnamed');
  t.true(verdict.settled);
  t.regex(
    verdict.message,
    /label nodename is "1f2e", "3d4c", "5b6a"; expected one for each of core-01, core-02, core-03/,
  );
});

test('three series that name the same node fail', async (t) => {
  const verdict = await check(series(['core-01', 'core-01', 'core-01']));
  t.is(verdict.reason, 'missing-node');
  t.regex(verdict.message, /gives a series for core-01; expected/);
});

test('a node without a series is waited for', async (t) => {
  const verdict = await check(series(['core-01', 'core-02']));
  t.is(verdict.reason, 'missing-node');
  t.falsy(verdict.settled);
});

test('no series at all fails', async (t) => {
  t.is((await check(series([]))).reason, 'no-series');
});

test('a query that Prometheus refuses fails with its words', async (t) => {
  const verdict = await check(
    says({ status: 'error', errorType: 'bad_data', error: 'parse error: unexpected end' }, '400 Bad Request'),
  );
  t.is(verdict.reason, 'refused');
  t.regex(verdict.message, /Prometheus refuses: parse error: unexpected end/);
});

test('a closed port fails; no service fails; no node to ask is unknown', async (t) => {
  t.is((await check({ refused: true })).reason, 'no-answer');
  t.is((await check(series([]), { services: () => [] })).reason, 'no-service');
  t.is((await check({ unreachable: true })).outcome, 'unknown');
});

test('without a running task nothing is fresh', async (t) => {
  const verdict = await check(series(['core-01', 'core-02', 'core-03']), {
    tasks: () => [exporterTask(1, { state: 'failed' })],
  });
  t.is(verdict.reason, 'old-series');
});
