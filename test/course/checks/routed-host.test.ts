import test from 'ava';
import { routedHost } from '../../../src/course/checks/routed-host.ts';
import { unroutedHost } from '../../../src/course/checks/unrouted-host.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import { asked, counterBody, httpText, notFound, proxyLab, swarmService } from '../../_helpers/proxy-lab.ts';

const params = { service: 'counter', host: 'counter.swarm.test', port: 80, path: '/' };
const nobody = { host: 'nobody.swarm.test', port: 80 };

async function routed(scene: Scene) {
  return routedHost.judge(params, await routedHost.probe(labCluster(scene), params), undefined);
}

async function unrouted(scene: Scene) {
  return unroutedHost.judge(nobody, await unroutedHost.probe(labCluster(scene), nobody), undefined);
}

test('asked by the host name, all nodes answer with what the tasks say', async (t) => {
  t.deepEqual(await routed(proxyLab()), {
    outcome: 'pass',
    message: 'asked for counter.swarm.test, all 3 nodes answer on port 80 with what counter says',
  });
});

test('the host name is in the Host header, and is not resolved', async (t) => {
  const hosts = new Set<string>();
  await routed(
    proxyLab({
      answers(_port, request) {
        hosts.add(asked(request).host);
        return httpText(counterBody);
      },
    }),
  );
  t.deepEqual([...hosts], ['counter.swarm.test']);
});

test('404 from every node fails: no router matches', async (t) => {
  const verdict = await routed(proxyLab({ answers: () => notFound }));
  t.is(verdict.reason, 'not-routed');
  t.regex(
    verdict.message,
    /^asked for counter\.swarm\.test on port 80, core-01, core-02, core-03 gave status 404;/,
  );
});

for (const status of ['502 Bad Gateway', '503 Service Unavailable', '504 Gateway Timeout'])
  test(`${status} fails: a router matches, but no server answers`, async (t) => {
    t.is((await routed(proxyLab({ answers: () => httpText('x', status) }))).reason, 'no-server');
  });

test('200 with something else fails: another service of the same rule', async (t) => {
  const verdict = await routed(proxyLab({ answers: () => httpText('deadbeef0123 > 1\n') }));
  t.is(verdict.reason, 'wrong-body');
  t.regex(verdict.message, /gave 200 with "deadbeef0123 > 1"/);
});

test('nodes without the port fail', async (t) => {
  t.is((await routed(proxyLab({ behaves: () => ({ refused: true }) }))).reason, 'no-answer');
});

test('a port in host mode, on one node alone, fails', async (t) => {
  const scene = proxyLab();
  const behaves: Scene['behaves'] = (from, to, port) =>
    to === 'core-01' ? (scene.behaves?.(from, to, port) ?? { refused: true }) : { refused: true };
  const verdict = await routed({ ...scene, behaves });
  t.is(verdict.outcome, 'fail');
  t.regex(verdict.message, /core-02, core-03 gave no answer \(connection refused\)/);
});

test('a node that cannot be used is unknown, by name', async (t) => {
  const scene = proxyLab();
  const behaves: Scene['behaves'] = (from, to, port) =>
    from === 'core-03' ? { unreachable: true } : (scene.behaves?.(from, to, port) ?? { refused: true });
  for (const verdict of [await routed({ ...scene, behaves }), await unrouted({ ...scene, behaves })]) {
    t.is(verdict.outcome, 'unknown');
    t.regex(verdict.message, /core-03: /);
  }
});

test('without the service, or a task of it, nobody is asked', async (t) => {
  const behaves = () => t.fail('asked') as never;
  t.is((await routed(proxyLab({ behaves, tasks: () => [] }))).reason, 'no-task');
  t.is((await routed(proxyLab({ behaves, services: () => [swarmService('web')] }))).reason, 'no-service');
});

test('a host name that nobody routes gets 404 from all nodes', async (t) => {
  t.is((await unrouted(proxyLab())).outcome, 'pass');
});

test('the right body under any host name fails: a router that takes everything, or the app itself on the port', async (t) => {
  const verdict = await unrouted(proxyLab({ answers: () => httpText(counterBody) }));
  t.is(verdict.reason, 'answered');
  t.regex(
    verdict.message,
    /^asked for nobody\.swarm\.test on port 80, .* gave status 200 with .*; expected 404/,
  );
});

test('silence is no 404', async (t) => {
  t.is((await unrouted(proxyLab({ behaves: () => ({ refused: true }) }))).reason, 'no-answer');
});
