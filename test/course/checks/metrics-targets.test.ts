import test from 'ava';
import { metricsTargets } from '../../../src/course/checks/metrics-targets.ts';
import { type Behaviour, labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import {
  exporterJson,
  exporterTask,
  monitoring,
  nodeJson,
  says,
  targetJson,
  targetsJson,
} from '../../_helpers/monitoring-lab.ts';

const params = { port: 9090, job: 'node', exporter: 'exporter' };
const three = ['10.20.2.11', '10.20.2.12', '10.20.2.13'];

async function check(answers: Behaviour, changes: Partial<Scene> = {}) {
  const cluster = labCluster(monitoring(answers, changes));
  return metricsTargets.judge(params, await metricsTargets.probe(cluster, params), undefined);
}

/** The verdict on targets with these addresses. */
function scraping(hosts: readonly string[], changes: Partial<Scene> = {}) {
  return check(says(targetsJson(hosts.map((host) => targetJson(host)))), changes);
}

test('a target up on each node passes', async (t) => {
  t.deepEqual(await scraping(three), {
    outcome: 'pass',
    message: 'job node: 3 targets up, on core-01, core-02, core-03',
  });
});

test('targets of other jobs neither help nor harm', async (t) => {
  const other = targetJson('prometheus', { job: 'other', health: 'down' });
  const verdict = await check(says(targetsJson([...three.map((host) => targetJson(host)), other])));
  t.is(verdict.outcome, 'pass');
});

for (const [what, host, seen] of [
  ['the name of the service', 'node-exporter', /scrapes node-exporter, a name,/],
  ['the name of all tasks as if it were one', 'tasks.node-exporter', /a name,/],
  ['the virtual address', '10.20.2.2', /scrapes 10\.20\.2\.2, the virtual address of exporter,/],
] as const)
  test(`${what} fails: any node may answer`, async (t) => {
    const verdict = await scraping([host]);
    t.is(verdict.reason, 'one-name');
    t.true(verdict.settled);
    t.regex(verdict.message, seen);
    t.regex(verdict.message, /expected a target up on each of core-01, core-02, core-03/);
  });

test('three targets up that are one task fail', async (t) => {
  const verdict = await scraping(['10.20.2.12', '10.20.2.12', '10.20.2.12']);
  t.is(verdict.reason, 'same-node');
  t.regex(verdict.message, /^job node has 3 targets, all on core-02;/);
});

test('a node without a target fails, by name', async (t) => {
  const verdict = await scraping(three.slice(0, 2));
  t.is(verdict.reason, 'missing-node');
  t.regex(verdict.message, /no target on core-03/);
  t.falsy(verdict.settled);
});

test('a node that is Ready counts although no task runs there', async (t) => {
  const verdict = await scraping(three.slice(0, 2), { tasks: () => [exporterTask(1), exporterTask(2)] });
  t.is(verdict.reason, 'missing-node');
});

test('a node that is down is not asked for', async (t) => {
  const verdict = await scraping(three.slice(0, 2), {
    tasks: () => [exporterTask(1), exporterTask(2)],
    nodes: () => [nodeJson(1), nodeJson(2), nodeJson(3, { state: 'down' })],
  });
  t.is(verdict.outcome, 'pass');
});

test('an address that no running task has fails', async (t) => {
  const verdict = await scraping([...three.slice(0, 2), '10.20.2.99']);
  t.is(verdict.reason, 'not-a-task');
  t.regex(verdict.message, /scrapes 10\.20\.2\.99, which is no running task of exporter/);
});

test('a target that is down fails, with its error', async (t) => {
  const [first = '', ...others] = three;
  const down = targetJson(first, { health: 'down', error: 'connection refused' });
  const verdict = await check(says(targetsJson([down, ...others.map((host) => targetJson(host))])));
  t.is(verdict.reason, 'down');
  t.regex(verdict.message, /10\.20\.2\.11 is down: connection refused/);
});

test('targets that were not scraped yet are waited for', async (t) => {
  const verdict = await check(
    says(targetsJson(three.map((host) => targetJson(host, { health: 'unknown' })))),
  );
  t.is(verdict.reason, 'not-yet-scraped');
  t.falsy(verdict.settled);
});

test('without the job it fails, with the jobs that there are', async (t) => {
  const verdict = await check(says(targetsJson([targetJson('10.20.2.11', { job: 'nodes' })])));
  t.is(verdict.reason, 'no-job');
  t.regex(verdict.message, /no target in a job named node \(jobs with targets: nodes\)/);
});

test('without the exporter it fails', async (t) => {
  const verdict = await scraping(three, { services: () => [] });
  t.is(verdict.reason, 'no-service');
});

test('a closed port and something else behind it fail, as what they are', async (t) => {
  const closed = await check({ refused: true });
  t.is(closed.reason, 'no-answer');
  t.regex(closed.message, /nothing answers on port 9090 \(connection refused\); expected Prometheus/);
  const other = await check({ http: 'HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nnope\n' });
  t.is(other.reason, 'no-answer');
  t.regex(other.message, /is not Prometheus: status 404, "nope"/);
});

test('one node that answers is enough to ask Prometheus', async (t) => {
  const good = says(targetsJson(three.map((host) => targetJson(host))));
  const verdict = await scraping(three, {
    behaves: (from) => (from === 'core-02' ? good : { unreachable: true }),
  });
  t.is(verdict.outcome, 'pass');
});

test('where no node can ask, it is unknown, with every reason', async (t) => {
  const verdict = await check({ unreachable: true });
  t.is(verdict.outcome, 'unknown');
  t.regex(verdict.message, /core-01: .*core-02: .*core-03: /);
});

test('a replicated exporter is due on the nodes of its tasks alone, and localhost is Prometheus itself', async (t) => {
  const published = { Ports: [{ Protocol: 'tcp', TargetPort: 9090, PublishedPort: 9090 }] };
  const itself = { ...exporterJson({ Replicated: { Replicas: 1 } }), Endpoint: published };
  const scene = { services: () => [itself], tasks: () => [exporterTask(1)] };
  t.is((await scraping(['10.20.2.11'], scene)).outcome, 'pass');
  t.is((await scraping(['localhost'], scene)).message, 'job node: 1 target up, on core-01');
  t.is((await scraping(['localhost'])).reason, 'one-name');
});

test('the record says where each target is', async (t) => {
  const cluster = labCluster(
    monitoring(says(targetsJson([targetJson('10.20.2.13'), targetJson('10.20.2.2')]))),
  );
  t.deepEqual(metricsTargets.evidence(await metricsTargets.probe(cluster, params), params), {
    targets: [
      { url: 'http://10.20.2.13:9100/metrics', health: 'up', at: 'core-03' },
      { url: 'http://10.20.2.2:9100/metrics', health: 'up', at: 'vip' },
    ],
  });
});
