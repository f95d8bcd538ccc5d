import test from 'ava';
import { serviceNetwork } from '../../../src/course/checks/service-network.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import { networkedJson, networkJson, networkScene } from '../../_helpers/lab-network.ts';

const params = { service: 'counter', network: 'backend' };

async function judge(service: object, networks: object[] = [networkJson()]) {
  const cluster = labCluster(networkScene({ networks, services: () => [service] }));
  return serviceNetwork.judge(params, await serviceNetwork.probe(cluster, params), undefined);
}

test('a service on the network passes', async (t) => {
  t.deepEqual(await judge(networkedJson('counter')), {
    outcome: 'pass',
    message: 'counter is on backend',
  });
});

test('on another network it fails, with the name of that one', async (t) => {
  const other = networkJson({ Id: 'other', Name: 'frontend' });
  const verdict = await judge(networkedJson('counter', { networks: ['other'] }), [networkJson(), other]);
  t.like(verdict, {
    reason: 'not-attached',
    message: 'counter is on frontend; expected backend',
    settled: true,
  });
});

test('on the namesake that was there before, it fails', async (t) => {
  const verdict = await judge(networkedJson('counter', { networks: ['id-of-yesterday'] }));
  t.like(verdict, { reason: 'not-attached', message: 'counter is on no network; expected backend' });
});

test('a service that is on no network fails', async (t) => {
  t.is((await judge(networkedJson('counter', { networks: [] }))).reason, 'not-attached');
});

test('without the network it fails, and says which there are', async (t) => {
  const verdict = await judge(networkedJson('counter'), [networkJson({ Id: 'i', Name: 'ingress' })]);
  t.like(verdict, { reason: 'no-network', message: 'no network is named backend (networks seen: ingress)' });
});

test('without the service it fails', async (t) => {
  t.is((await judge(networkedJson('web'))).reason, 'no-service');
});
