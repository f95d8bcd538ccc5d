import test from 'ava';
import { serviceOnNetwork } from '../../../src/course/checks/service-on-network.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import { backend, counterService, frontend, proxyLab } from '../../_helpers/proxy-lab.ts';

const params = { service: 'counter', network: 'frontend' };

async function judge(services: object[], networks: object[] = [frontend, backend]) {
  const scene = proxyLab({
    services: () => services,
    manager: (path) => (path === '/networks' ? networks : undefined),
  });
  return serviceOnNetwork.judge(params, await serviceOnNetwork.probe(labCluster(scene), params), undefined);
}

test('a service on the overlay network passes', async (t) => {
  t.deepEqual(await judge([counterService()]), {
    outcome: 'pass',
    message: 'counter is on backend, frontend',
  });
});

test('a service on another network alone fails', async (t) => {
  t.deepEqual(await judge([counterService({ networks: [backend] })]), {
    outcome: 'fail',
    reason: 'not-attached',
    message: 'counter is on backend; expected also on frontend',
    settled: true,
  });
});

test('no such network fails', async (t) => {
  const verdict = await judge([counterService({ networks: [] })], [backend]);
  t.is(verdict.reason, 'no-network');
  t.regex(verdict.message, /counter is on no overlay network/);
});

test('a bridge network of the same name fails', async (t) => {
  const local = { ...frontend, Driver: 'bridge', Scope: 'local' };
  t.is((await judge([counterService({ networks: [backend] })], [local, backend])).reason, 'not-overlay');
});

test('an overlay network beside a bridge of the same name is the one that counts', async (t) => {
  const local = { Id: 'net-local', Name: 'frontend', Driver: 'bridge', Scope: 'local' };
  t.is((await judge([counterService()], [local, frontend, backend])).outcome, 'pass');
});

test('no such service fails', async (t) => {
  t.is((await judge([])).reason, 'no-service');
});
