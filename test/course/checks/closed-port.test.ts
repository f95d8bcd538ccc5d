import test from 'ava';
import { closedPort } from '../../../src/course/checks/closed-port.ts';
import { labCluster, type Scene, serviceJson, whoami } from '../../_helpers/lab-cluster.ts';

const params = { service: 'redis', port: 6379 };
const quiet = () => [serviceJson({ name: 'redis', ports: [] })];

async function check(scene: Scene) {
  const cluster = labCluster({ services: quiet, ...scene });
  return closedPort.judge(params, await closedPort.probe(cluster, params), undefined);
}

test('a service that publishes nothing, its port closed everywhere, passes', async (t) => {
  t.deepEqual(await check({}), {
    outcome: 'pass',
    message: 'redis publishes nothing, and port 6379 is closed on every node',
  });
});

for (const [PublishedPort, PublishMode] of [
  [6379, 'ingress'],
  [16379, 'ingress'],
  [6379, 'host'],
] as const)
  test(`published as ${PublishedPort} in ${PublishMode} mode it fails`, async (t) => {
    const ports = [{ Protocol: 'tcp', TargetPort: 6379, PublishedPort, PublishMode }];
    const verdict = await check({ services: () => [serviceJson({ name: 'redis', ports })] });
    t.like(verdict, {
      reason: 'published',
      message: `redis publishes its port 6379 as ${PublishedPort}; expected that it publishes nothing`,
      settled: true,
    });
  });

test('a port that something else has open fails, with the node', async (t) => {
  const verdict = await check({ behaves: (_from, to) => (to === 'core-03' ? whoami() : { refused: true }) });
  t.like(verdict, { reason: 'open' });
  t.regex(verdict.message, /^core-03 answers on port 6379/);
});

test('on an empty cluster it fails, though every port is closed', async (t) => {
  t.like(await check({ services: () => [] }), { reason: 'no-service', settled: true });
});

test('a node that cannot be asked makes it unknown, with its name', async (t) => {
  const verdict = await check({
    behaves: (from) => (from === 'core-02' ? { unreachable: true } : { refused: true }),
  });
  t.is(verdict.outcome, 'unknown');
  t.regex(verdict.message, /core-02/);
});
