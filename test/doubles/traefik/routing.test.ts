import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import test from 'ava';
import { traefikAnswer } from '../../_helpers/proxy-lab.ts';
import { apiAnswer } from './api.ts';
import { parseFlags } from './flags.ts';
import type { Router } from './labels.ts';
import type { Configuration } from './provider.ts';
import { proxyTo } from './proxy.ts';
import { parseRule } from './rules.ts';
import { runtimeOf } from './runtime.ts';

function configuration(
  routers: Record<string, Partial<Router>>,
  servers: readonly string[] = ['http://10.20.2.5:4567', 'http://10.20.2.6:4567', 'http://10.20.2.7:4567'],
): Configuration {
  return {
    routers: new Map(
      Object.entries(routers).map(([name, router]) => [name, { rule: '', service: 'counter', ...router }]),
    ),
    services: new Map([['counter', { servers, passHostHeader: true }]]),
    complaints: [],
  };
}

const counter = { counter: { rule: 'Host(`counter.swarm.test`)' } };

test('rules match as they say', (t) => {
  const asked = (host: string, path = '/', method = 'GET') => ({ host, path, method });
  const cases: [string, ReturnType<typeof asked>, boolean][] = [
    ['Host(`a.test`)', asked('a.test'), true],
    ['Host(`a.test`)', asked('A.test:8000'), true],
    ['Host(`a.test`)', asked('a.test.'), true],
    ['Host(`a.test`)', asked('b.a.test'), false],
    ['host("a.test")', asked('a.test'), true],
    ['Host(`a`) || Host(`b`)', asked('b'), true],
    ['Host(`a`) && PathPrefix(`/x`)', asked('a', '/y'), false],
    ['Host(`a`) && PathPrefix(`/x`)', asked('a', '/x/y'), true],
    ['!Host(`a`) && (Path(`/x`) || Path(`/y`))', asked('b', '/y'), true],
    ['HostRegexp(`^.+\\.test$`)', asked('a.test'), true],
    ['PathPrefix(`/`)', asked('anybody'), true],
    ['Method(`POST`)', asked('a'), false],
  ];
  for (const [rule, request, expected] of cases) t.is(parseRule(rule)(request), expected, rule);
});

for (const rule of [
  'Host()',
  "Host('a.test')",
  'Host(`a`',
  'Hots(`a`)',
  'Host(a)',
  '',
  'Host(`a`) Host(`b`)',
  'Path(`x`)',
])
  test(`the rule ${rule || '(empty)'} is refused`, (t) => {
    t.throws(() => parseRule(rule), { message: /^error while parsing rule|does not start with/ });
  });

test("a router and its service are told in the shape of Traefik's own answers", (t) => {
  const runtime = runtimeOf(configuration(counter), ['web']);
  t.deepEqual(apiAnswer('/api/http/routers/counter@swarm', runtime), {
    status: 200,
    body: JSON.parse(traefikAnswer('router-enabled')),
  });
  t.deepEqual(apiAnswer('/api/http/services/counter@swarm', runtime), {
    status: 200,
    body: JSON.parse(traefikAnswer('service')),
  });
});

test('a rule that cannot be read disables its router, with the reason', (t) => {
  const runtime = runtimeOf(configuration({ counter: { rule: 'Host()' } }), ['web']);
  t.deepEqual(
    apiAnswer('/api/http/routers/counter@swarm', runtime)?.body,
    JSON.parse(traefikAnswer('router-disabled')),
  );
});

test('what is not there is told as Traefik tells it', (t) => {
  const runtime = runtimeOf(configuration({}), ['web']);
  t.deepEqual(apiAnswer('/api/http/routers/counter@swarm', runtime), {
    status: 404,
    body: JSON.parse(traefikAnswer('router-not-found')),
  });
  t.is(apiAnswer('/api/nothing', runtime), undefined);
});

test('an entry point that does not exist disables the router; one of two is a warning', (t) => {
  const { routers } = runtimeOf(
    configuration({
      none: { rule: 'Host(`a`)', entryPoints: ['http'] },
      half: { rule: 'Host(`b`)', entryPoints: ['http', 'web'] },
    }),
    ['web'],
  );
  const status = Object.fromEntries(routers.map((router) => [router.name, router.status]));
  t.deepEqual(status, { 'none@swarm': 'disabled', 'half@swarm': 'warning' });
  t.deepEqual(routers.find(({ name }) => name === 'none@swarm')?.errors, [
    'entryPoint "http" doesn\'t exist',
    'no valid entryPoint for this router',
  ]);
});

test('a router to a service that is not there is disabled', (t) => {
  const [router] = runtimeOf(configuration({ counter: { rule: 'Host(`a`)', service: 'other' } }), [
    'web',
  ]).routers;
  t.is(router?.status, 'disabled');
  t.deepEqual(router?.errors, ['the service "other@swarm" does not exist']);
});

test('it says that it is a test double', (t) => {
  const answer = apiAnswer('/api/version', runtimeOf(configuration({}), ['web']));
  t.like(answer?.body, { Codename: 'test double' });
});

test('overview counts routers by status', (t) => {
  const runtime = runtimeOf(configuration({ ...counter, bad: { rule: 'Host()' } }), ['web']);
  const answer = apiAnswer('/api/overview', runtime);
  t.like(answer?.body, { http: { routers: { total: 2, warnings: 0, errors: 1 } } });
  t.deepEqual(Object.keys(answer?.body ?? {}), ['http', 'tcp', 'udp', 'features', 'providers']);
});

test('the flags of the lab are understood', (t) => {
  const settings = parseFlags([
    '--providers.swarm.endpoint=unix:///var/run/docker.sock',
    '--providers.swarm.exposedbydefault=false',
    '--providers.swarm.network=frontend',
    '--providers.swarm.refreshSeconds=5',
    '--entryPoints.web.address=:80',
    '--api.insecure=true',
  ]);
  t.deepEqual(
    [...settings.entryPoints],
    [
      ['web', 80],
      ['traefik', 8080],
    ],
  );
  t.deepEqual(settings.swarm, {
    socket: '/var/run/docker.sock',
    exposedByDefault: false,
    network: 'frontend',
    refreshSeconds: 5,
  });
});

test('without flags: port 80, no API, no provider; with the provider alone, what Traefik takes for granted', (t) => {
  const plain = parseFlags([]);
  t.deepEqual([...plain.entryPoints], [['http', 80]]);
  t.is(plain.swarm, undefined);
  t.is(plain.api, false);
  const { swarm } = parseFlags(['--providers.swarm']);
  t.deepEqual(swarm, {
    socket: '/var/run/docker.sock',
    exposedByDefault: true,
    network: '',
    refreshSeconds: 15,
  });
});

test('a flag that it does not know is refused, as Traefik refuses it', (t) => {
  t.throws(() => parseFlags(['--providers.swarm.netwrok=frontend']), { message: /field not found, node/ });
});

/** A server that answers with its name and the Host header that it got. */
async function serverNamed(name: string): Promise<{ url: string; close: () => void }> {
  const server = http.createServer((request, response) => response.end(`${name} ${request.headers.host}\n`));
  return listening(server);
}

async function listening(server: http.Server): Promise<{ url: string; close: () => void }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

function get(url: string, host: string): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers: { host }, agent: false }, async (response) =>
      resolve({ status: response.statusCode, body: await text(response) }),
    );
    request.on('error', reject);
  });
}

test('requests go to the servers in turn by host name, and get 404 under another', async (t) => {
  const servers = await Promise.all([serverNamed('a'), serverNamed('b')]);
  const runtime = runtimeOf(
    configuration(
      counter,
      servers.map(({ url }) => url),
    ),
    ['web'],
  );
  const proxy = await listening(http.createServer(proxyTo(() => runtime, 'web')));
  t.teardown(() => {
    for (const { close } of [...servers, proxy]) close();
  });
  const bodies = [];
  for (let at = 0; at < 4; at++) bodies.push((await get(proxy.url, 'counter.swarm.test')).body);
  t.deepEqual(bodies, [
    'a counter.swarm.test\n',
    'b counter.swarm.test\n',
    'a counter.swarm.test\n',
    'b counter.swarm.test\n',
  ]);
  t.deepEqual(await get(proxy.url, 'nobody.swarm.test'), { status: 404, body: '404 page not found\n' });
});

test('a server that refuses is 502, no server 503', async (t) => {
  const gone = await serverNamed('gone');
  gone.close();
  let runtime = runtimeOf(configuration(counter, [gone.url]), ['web']);
  const proxy = await listening(http.createServer(proxyTo(() => runtime, 'web')));
  t.teardown(proxy.close);
  t.deepEqual(await get(proxy.url, 'counter.swarm.test'), { status: 502, body: 'Bad Gateway' });
  runtime = runtimeOf(configuration(counter, []), ['web']);
  t.is((await get(proxy.url, 'counter.swarm.test')).status, 503);
});

test('the longer rule goes first, unless a priority is given', (t) => {
  const names = (routers: Record<string, Partial<Router>>) =>
    runtimeOf(configuration(routers), ['web']).routers.map(({ name }) => name);
  const all = { rule: 'PathPrefix(`/`)' };
  t.deepEqual(names({ all, ...counter }), ['counter@swarm', 'all@swarm']);
  t.deepEqual(names({ all: { ...all, priority: 100 }, ...counter }), ['all@swarm', 'counter@swarm']);
});
