import test from 'ava';
import { grafanaDashboard, grafanaDataSource } from '../../../src/course/checks/grafana.ts';
import { type Behaviour, labCluster } from '../../_helpers/lab-cluster.ts';
import { says } from '../../_helpers/monitoring-lab.ts';

const source = { port: 3000, uid: 'prometheus' };
const board = { port: 3000, uid: 'swarm-nodes' };

async function checkSource(answers: Behaviour) {
  const cluster = labCluster({ behaves: () => answers });
  return grafanaDataSource.judge(source, await grafanaDataSource.probe(cluster, source), undefined);
}

async function checkBoard(answers: Behaviour) {
  const cluster = labCluster({ behaves: () => answers });
  return grafanaDashboard.judge(board, await grafanaDashboard.probe(cluster, board), undefined);
}

test('a data source whose own test succeeds passes', async (t) => {
  const verdict = await checkSource(
    says({ message: 'Successfully queried the Prometheus API.', status: 'OK' }),
  );
  t.is(verdict.outcome, 'pass');
  t.is(verdict.message, 'the data source prometheus works: Successfully queried the Prometheus API.');
});

test('a data source that is there but cannot be reached fails, with what Grafana says', async (t) => {
  const verdict = await checkSource(
    says(
      { message: 'dial tcp: lookup prom on 127.0.0.11:53: no such host', status: 'ERROR' },
      '400 Bad Request',
    ),
  );
  t.is(verdict.reason, 'unhealthy');
  t.regex(verdict.message, /gives ERROR: dial tcp: lookup prom .* no such host; expected OK/);
});

test('a data source that is not there fails', async (t) => {
  for (const [status, message] of [
    ['404 Not Found', 'Data source not found'],
    ['500 Internal Server Error', 'Unable to load datasource metadata'],
    ['400 Bad Request', 'UID is invalid'],
  ]) {
    const verdict = await checkSource(says({ message }, status));
    t.is(verdict.reason, 'no-data-source');
    t.true(verdict.message.endsWith(`: ${message}`));
  }
});

const dashboard = { uid: 'swarm-nodes', title: 'Nodes of the swarm', panels: [{ id: 1 }, { id: 2 }] };

test('a dashboard with panels, from a file, passes', async (t) => {
  const verdict = await checkBoard(says({ dashboard, meta: { provisioned: true } }));
  t.is(verdict.outcome, 'pass');
  t.is(verdict.message, 'the dashboard Nodes of the swarm is provisioned, with 2 panels');
});

test('the same dashboard made by hand fails: it is gone with the task', async (t) => {
  const verdict = await checkBoard(says({ dashboard, meta: { provisioned: false } }));
  t.is(verdict.reason, 'not-provisioned');
});

test('a dashboard without panels fails', async (t) => {
  const empty = { ...dashboard, panels: [] };
  t.is((await checkBoard(says({ dashboard: empty, meta: { provisioned: true } }))).reason, 'empty');
});

test('no dashboard of that uid fails', async (t) => {
  const verdict = await checkBoard(says({ message: 'Dashboard not found' }, '404 Not Found'));
  t.is(verdict.reason, 'no-dashboard');
  t.regex(verdict.message, /404 for the dashboard swarm-nodes: Dashboard not found/);
});

for (const [name, check] of [
  ['data source', checkSource],
  ['dashboard', checkBoard],
] as const) {
  test(`${name}: a Grafana that wants a log-in, a closed port, no node to ask`, async (t) => {
    t.is((await check(says({ message: 'Unauthorized' }, '401 Unauthorized'))).reason, 'not-allowed');
    t.is((await check({ refused: true })).reason, 'no-answer');
    t.is((await check({ unreachable: true })).outcome, 'unknown');
  });

  test(`${name}: a page of something else is none`, async (t) => {
    const page = { http: 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>' };
    t.is((await check(page)).outcome, 'fail');
  });
}
