import test from 'ava';
import { portOwner } from '../../../src/course/checks/port-owner.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import { counterService, proxyLab, swarmService, traefikService } from '../../_helpers/proxy-lab.ts';

const params = { service: 'traefik', port: 80, target: 80 };

async function judge(...services: object[]) {
  const scene = proxyLab({ services: () => services });
  return portOwner.judge(params, await portOwner.probe(labCluster(scene), params), undefined);
}

test('the port published by the service passes', async (t) => {
  t.is((await judge(traefikService(), counterService())).outcome, 'pass');
});

test('the port published by another service fails, with its name, also while the service is not there', async (t) => {
  t.deepEqual(await judge(swarmService('web', { ports: [[80, 4567]] })), {
    outcome: 'fail',
    reason: 'taken',
    message:
      'port 80 is published by web, and no service is named traefik (services seen: web); expected by traefik, to port 80',
    settled: true,
  });
});

test('the app itself on the port fails: its body is right there, under any host name', async (t) => {
  const verdict = await judge(
    traefikService({ ports: [[8081, 80]] }),
    counterService({ ports: [[80, 4567]] }),
  );
  t.is(verdict.reason, 'taken');
  t.regex(verdict.message, /^port 80 is published by counter; expected by traefik/);
});

test('another port, host mode and another target fail as for any published port', async (t) => {
  t.is((await judge(traefikService({ ports: [[8081, 80]] }))).reason, 'wrong-port');
  t.is((await judge(traefikService({ ports: [[80, 80, 'host']] }))).reason, 'host-mode');
  t.is((await judge(traefikService({ ports: [[80, 8080]] }))).reason, 'wrong-target');
  t.is((await judge(traefikService({ ports: [] }))).reason, 'not-published');
});

test('without the service, and the port free, it is the service that is missing', async (t) => {
  t.is((await judge(counterService())).reason, 'no-service');
});
