import test from 'ava';
import { proxyNetwork } from '../../../src/course/checks/proxy-network.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import {
  backend,
  counterService,
  goodFlags,
  goodLabels,
  proxyLab,
  traefikService,
} from '../../_helpers/proxy-lab.ts';

const params = { proxy: 'traefik', service: 'counter', network: 'frontend' };
const unnamed = goodFlags.filter((flag) => !flag.includes('swarm.network'));

async function judge(...services: object[]) {
  const scene = proxyLab({ services: () => services });
  return proxyNetwork.judge(params, await proxyNetwork.probe(labCluster(scene), params), undefined);
}

test("the network named by Traefik's flag passes", async (t) => {
  t.is((await judge(traefikService(), counterService())).outcome, 'pass');
});

test('the flag in other letters, and its value as an argument of its own, pass', async (t) => {
  const args = [...unnamed, '--providers.Swarm.Network', 'frontend'];
  t.is((await judge(traefikService({ args }), counterService())).outcome, 'pass');
});

for (const label of ['traefik.swarm.network', 'traefik.docker.network'])
  test(`the network named by the label ${label} passes`, async (t) => {
    const labels = { ...goodLabels, [label]: 'frontend' };
    t.is((await judge(traefikService({ args: unnamed }), counterService({ labels }))).outcome, 'pass');
  });

test('two networks and none named fails, whatever Traefik happens to take just now', async (t) => {
  t.deepEqual(await judge(traefikService({ args: unnamed }), counterService()), {
    outcome: 'fail',
    reason: 'none-named',
    message:
      'counter is on backend, frontend, and neither traefik nor a label names the one to take; expected frontend',
    settled: true,
  });
});

test('another network named by the label fails although the flag names the right one', async (t) => {
  const labels = { ...goodLabels, 'traefik.swarm.network': 'backend' };
  t.is((await judge(traefikService(), counterService({ labels }))).reason, 'other-named');
});

test('Traefik itself on another network fails', async (t) => {
  t.is((await judge(traefikService({ networks: [backend] }), counterService())).reason, 'not-attached');
});

test('no Traefik fails', async (t) => {
  t.is((await judge(counterService())).reason, 'no-proxy');
});
