import test from 'ava';
import { portRefuses } from '../../../src/course/checks/port-refuses.ts';
import { labCluster, type Scene, serviceJson, whoami } from '../../_helpers/lab-cluster.ts';

const params = { service: 'whoami', port: 4566 };

async function check(scene: Scene) {
  return portRefuses.judge(params, await portRefuses.probe(labCluster(scene), params), undefined);
}

test('a port that no node answers on passes', async (t) => {
  t.is((await check({})).outcome, 'pass');
});

test('a node that answers there fails, by name', async (t) => {
  const verdict = await check({ behaves: (_from, to) => (to === 'core-02' ? whoami() : { refused: true }) });
  t.deepEqual(verdict, {
    outcome: 'fail',
    reason: 'open',
    message: 'core-02 answers on port 4566, which no service publishes; expected a refusal',
  });
});

test('on an empty cluster it fails, though nothing answers', async (t) => {
  const verdict = await check({ services: () => [] });
  t.deepEqual(verdict, {
    outcome: 'fail',
    reason: 'no-service',
    message: 'no service is named whoami (services seen: none)',
    settled: true,
  });
});

test('a port that another service publishes is skipped with its name', async (t) => {
  const ports = [{ Protocol: 'tcp', TargetPort: 80, PublishedPort: 4566, PublishMode: 'ingress' }];
  const verdict = await check({ services: () => [serviceJson(), serviceJson({ name: 'web', ports })] });
  t.is(verdict.outcome, 'skip');
  t.regex(verdict.message, /the service web publishes port 4566/);
});

test('a node that cannot be asked makes it unknown', async (t) => {
  const verdict = await check({
    behaves: (from) => (from === 'core-01' ? { unreachable: true } : { refused: true }),
  });
  t.is(verdict.outcome, 'unknown');
  t.regex(verdict.message, /core-01/);
});
