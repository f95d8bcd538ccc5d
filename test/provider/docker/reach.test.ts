import test from 'ava';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { dockerCli } from '../../../src/provider/docker/docker-cli.ts';
import { dockerEndpoint, reachThrough } from '../../../src/provider/docker/reach.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';

for (const endpoint of [
  'unix:///var/run/docker.sock',
  'npipe:////./pipe/docker_engine',
  'tcp://127.0.0.1:2375',
  'tcp://localhost:2375',
  'tcp://[::1]:2375',
]) {
  test(`ports of ${endpoint} are on this computer`, (t) => {
    t.deepEqual(reachThrough(endpoint)(32768), { host: '127.0.0.1', port: 32768 });
  });
}

test('ports of a host over SSH are reached through ssh, as its user or the one ssh chooses', (t) => {
  t.deepEqual(reachThrough('ssh://me@box')(32768).proxyCommand, [
    'ssh',
    '-W',
    '127.0.0.1:32768',
    '--',
    'me@box',
  ]);
  t.deepEqual(reachThrough('ssh://box')(1).proxyCommand, ['ssh', '-W', '127.0.0.1:1', '--', 'box']);
});

for (const endpoint of ['tcp://10.0.0.5:2375', 'https://example.org', 'nonsense']) {
  test(`${endpoint} is refused with the way that works`, (t) => {
    const error = t.throws(() => reachThrough(endpoint), { instanceOf: SwarmlabError });
    t.is(error.code, 'E_DOCKER_HOST_REMOTE');
    t.true(error.message.includes(endpoint));
  });
}

test('DOCKER_HOST wins over the context, as with docker itself', async (t) => {
  const runner = new FakeRunner().on(/^docker context inspect/, { stdout: '"ssh://box"\n' });
  t.is(await dockerEndpoint(dockerCli(runner), { DOCKER_HOST: 'unix:///a.sock' }), 'unix:///a.sock');
  t.is(await dockerEndpoint(dockerCli(runner), {}), 'ssh://box');
});
