import test from 'ava';
import { router } from '../../../src/course/checks/router.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import {
  counterService,
  goodFlags,
  goodLabels,
  httpText,
  notFound,
  proxyLab,
  traefikAnswer,
  traefikService,
} from '../../_helpers/proxy-lab.ts';

const params = { proxy: 'traefik', service: 'counter', router: 'counter@swarm', api: 8080 };

async function judge(scene: Scene) {
  return router.judge(params, await router.probe(labCluster(scene), params), undefined);
}

/** Traefik as changed, without the router. */
function lacking(changes: Parameters<typeof traefikService>[0]) {
  return judge(
    proxyLab({
      services: () => [traefikService(changes), counterService()],
      answers: () => httpText(traefikAnswer('router-not-found'), '404 Not Found'),
    }),
  );
}

test('an enabled router passes, with its rule', async (t) => {
  t.deepEqual(await judge(proxyLab()), {
    outcome: 'pass',
    message: 'counter@swarm is enabled: Host(`counter.swarm.test`)',
  });
});

test('a router disabled for labels as they are now is not waited for', async (t) => {
  const disabled = {
    ...JSON.parse(traefikAnswer('router-enabled')),
    status: 'disabled',
    entryPoints: ['http'],
    error: ['entryPoint "http" doesn\'t exist', 'no valid entryPoint for this router'],
  };
  const answers = () => httpText(JSON.stringify(disabled));
  const point = { 'traefik.http.routers.counter.entrypoints': 'http' };
  const withLabels = (labels: Readonly<Record<string, string>>) => () => [
    traefikService(),
    counterService({ labels }),
  ];
  t.true((await judge(proxyLab({ answers, services: withLabels({ ...goodLabels, ...point }) }))).settled);
  const other = { 'traefik.http.routers.counter.entrypoints': 'web' };
  t.false((await judge(proxyLab({ answers, services: withLabels({ ...goodLabels, ...other }) }))).settled);
});

test("a disabled router fails with Traefik's own error, and is waited for while its labels are others", async (t) => {
  const verdict = await judge(proxyLab({ answers: () => httpText(traefikAnswer('router-disabled')) }));
  t.is(verdict.reason, 'disabled');
  t.regex(verdict.message, /^counter@swarm is disabled \(error while parsing rule Host\(\): /);
  t.falsy(verdict.settled);
});

test('no such router fails, and is waited for: Traefik looks at the swarm from time to time', async (t) => {
  const verdict = await lacking({});
  t.is(verdict.reason, 'no-router');
  t.regex(verdict.message, /it says: router not found: counter@swarm/);
  t.falsy(verdict.settled);
});

test('no such router because Traefik has no socket fails for that reason', async (t) => {
  t.is((await lacking({ mounts: [] })).reason, 'no-socket');
});

test('a mounted folder with the socket in it will do', async (t) => {
  const mounts = [{ Type: 'bind', Source: '/var/run', Target: '/var/run' }];
  t.is((await lacking({ mounts })).reason, 'no-router');
});

test('an endpoint over TCP needs no socket', async (t) => {
  const args = ['--providers.swarm.endpoint=tcp://10.0.0.1:2375'];
  t.is((await lacking({ mounts: [], args })).reason, 'no-router');
});

test('the provider of plain Docker, as before version 3, fails for that reason', async (t) => {
  const args = goodFlags.map((flag) => flag.replace('.swarm.', '.docker.'));
  t.is((await lacking({ args })).reason, 'no-provider');
});

test('nobody at the port of the API fails', async (t) => {
  const verdict = await judge(proxyLab({ behaves: () => ({ refused: true }) }));
  t.is(verdict.reason, 'no-api');
  t.regex(verdict.message, /on port 8080 nobody answers/);
});

test("something else at the port of the API fails: a web page, or Traefik's entry point itself", async (t) => {
  t.is((await judge(proxyLab({ answers: () => httpText('<html>') }))).reason, 'no-api');
  t.is((await judge(proxyLab({ answers: () => notFound }))).reason, 'no-api');
});

test('one node that cannot be used is no hindrance: the others are asked', async (t) => {
  const scene = proxyLab();
  const behaves: Scene['behaves'] = (from, to, port) =>
    from === 'core-01' ? { unreachable: true } : (scene.behaves?.(from, to, port) ?? { refused: true });
  t.is((await judge({ ...scene, behaves })).outcome, 'pass');
});

test('no node that can be used is unknown', async (t) => {
  t.is((await judge(proxyLab({ behaves: () => ({ unreachable: true }) }))).outcome, 'unknown');
});

test('no Traefik fails', async (t) => {
  t.is((await judge(proxyLab({ services: () => [counterService()] }))).reason, 'no-proxy');
});
