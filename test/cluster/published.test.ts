import test from 'ava';
import { publishedPorts } from '../../src/cluster/published.ts';
import { FakeEngine } from '../_helpers/fake-engine.ts';

const port = (changes: object) => ({
  Protocol: 'tcp',
  TargetPort: 80,
  PublishedPort: 8080,
  PublishMode: 'ingress',
  ...changes,
});

function manager(services: Record<string, object[] | undefined>): FakeEngine {
  const list = Object.entries(services).map(([Name, Ports]) => ({
    ID: `id-of-${Name}`,
    Spec: { Name },
    ...(Ports ? { Endpoint: { Ports } } : {}),
  }));
  return new FakeEngine().on('GET /services', () => list);
}

const tasksOf = (name: string) =>
  `GET /tasks?filters=${encodeURIComponent(
    JSON.stringify({ service: { [`id-of-${name}`]: true }, 'desired-state': { running: true } }),
  )}`;

test('a port in ingress mode is on every node', async (t) => {
  const engine = manager({ web: [port({})], web2: [port({ PublishedPort: 8081 })] });
  t.deepEqual(await publishedPorts(engine, 'web'), [{ published: 8080, target: 80 }]);
});

test('a UDP port is not for a browser', async (t) => {
  const engine = manager({ dns: [port({ Protocol: 'udp', PublishedPort: 53 }), port({})] });
  t.deepEqual(await publishedPorts(engine, 'dns'), [{ published: 8080, target: 80 }]);
});

test('a port in host mode is on the nodes with a running task', async (t) => {
  const Ports = [port({ PublishMode: 'host' })];
  const engine = manager({ web: Ports })
    .on(tasksOf('web'), () => [
      { NodeID: 'n2', Status: { State: 'running', PortStatus: { Ports } } },
      { NodeID: 'n3', Status: { State: 'preparing' } },
    ])
    .on('GET /nodes', () => [
      { ID: 'n2', Description: { Hostname: 'core-02' } },
      { ID: 'n3', Description: { Hostname: 'core-03' } },
    ]);
  t.deepEqual(await publishedPorts(engine, 'web'), [{ published: 8080, target: 80, node: 'core-02' }]);
});

test('a host-mode service without a running task says so', async (t) => {
  const engine = manager({ web: [port({ PublishMode: 'host' })] })
    .on(tasksOf('web'), () => [])
    .on('GET /nodes', () => []);
  const error = await t.throwsAsync(publishedPorts(engine, 'web'));
  t.like(error, { code: 'E_SERVICE_NO_PORT', message: 'no task of the service web runs yet' });
});

for (const [what, ports] of [
  ['none', undefined],
  ['only UDP', [port({ Protocol: 'udp' })]],
] as const) {
  test(`a service that publishes ${what} is told how to publish`, async (t) => {
    const error = await t.throwsAsync(publishedPorts(manager({ web: ports?.slice() }), 'web'));
    t.like(error, { code: 'E_SERVICE_NO_PORT', message: 'the service web publishes no TCP port' });
    t.regex((error as { fix?: string }).fix ?? '', /docker service update --publish-add .* web/);
  });
}

test('an unknown service is told the nearest one and all there are', async (t) => {
  const error = await t.throwsAsync(publishedPorts(manager({ whoami: [], counter: [] }), 'whoani'));
  t.like(error, {
    code: 'E_SERVICE_UNKNOWN',
    message: 'there is no service "whoani"',
    fix: 'Did you mean whoami? Services are: counter, whoami.',
  });
});

test('where there is no service at all, that is said', async (t) => {
  const error = await t.throwsAsync(publishedPorts(manager({}), 'web'));
  t.like(error, { code: 'E_SERVICE_UNKNOWN', fix: 'There is none yet: docker service create.' });
});
