import test from 'ava';
import { servicePublished } from '../../../src/course/checks/service-published.ts';
import { labCluster, serviceJson } from '../../_helpers/lab-cluster.ts';

const params = { service: 'whoami', port: 4567, target: 4567 };
const port = { Protocol: 'tcp', TargetPort: 4567, PublishedPort: 4567, PublishMode: 'ingress' };

async function judge(...services: object[]) {
  const cluster = labCluster({ services: () => services, tasks: () => [] });
  return servicePublished.judge(params, await servicePublished.probe(cluster, params), undefined);
}

test('published in ingress mode passes', async (t) => {
  t.is((await judge(serviceJson())).outcome, 'pass');
});

test('ingress is the mode when none is named', async (t) => {
  const { PublishMode, ...plain } = port;
  t.is(PublishMode, 'ingress');
  t.is((await judge(serviceJson({ ports: [plain] }))).outcome, 'pass');
});

const mistakes = {
  'host mode': [[{ ...port, PublishMode: 'host' }], '4567->4567/tcp in host mode', 'host-mode'],
  'another target port': [[{ ...port, TargetPort: 80 }], '4567->80/tcp in ingress mode', 'wrong-target'],
  'another published port': [
    [{ ...port, PublishedPort: 4568 }],
    '4568->4567/tcp in ingress mode',
    'wrong-port',
  ],
  UDP: [[{ ...port, Protocol: 'udp' }], '4567->4567/udp in ingress mode', 'wrong-target'],
  'no port': [[], 'no port', 'not-published'],
} as const;

for (const [mistake, [ports, seen, reason]] of Object.entries(mistakes)) {
  test(`${mistake} fails, with what was seen and expected`, async (t) => {
    t.deepEqual(await judge(serviceJson({ ports: [...ports] })), {
      outcome: 'fail',
      reason,
      message: `whoami publishes ${seen}; expected 4567->4567/tcp in ingress mode`,
      settled: true,
    });
  });
}

test('the right port of another service does not count', async (t) => {
  const verdict = await judge(serviceJson({ name: 'web' }));
  t.is(verdict.message, 'no service is named whoami (services seen: web)');
});
