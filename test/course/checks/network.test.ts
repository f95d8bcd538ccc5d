import test from 'ava';
import { networkCheck } from '../../../src/course/checks/network.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import { networkJson, networkScene } from '../../_helpers/lab-network.ts';

const params = { network: 'backend', attachable: true };

async function judge(...networks: object[]) {
  const cluster = labCluster(networkScene({ networks }));
  return networkCheck.judge(params, await networkCheck.probe(cluster, params), undefined);
}

test('an attachable overlay network of the swarm passes', async (t) => {
  t.deepEqual(await judge(networkJson()), {
    outcome: 'pass',
    message: 'backend is an overlay network of the swarm, attachable',
  });
});

test('a local namesake does not hide it', async (t) => {
  const bridge = networkJson({ Id: 'b', Driver: 'bridge', Scope: 'local' });
  t.is((await judge(bridge, networkJson())).outcome, 'pass');
});

const mistakes = {
  'a bridge network of one node': [
    { Driver: 'bridge', Scope: 'local' },
    'not-overlay',
    'backend is a bridge network with scope local; expected an overlay network with scope swarm',
  ],
  'an overlay network of one engine': [
    { Scope: 'local' },
    'not-swarm',
    'backend is an overlay network with scope local; expected scope swarm',
  ],
  'a network that nobody else may be attached to': [
    { Attachable: false },
    'not-attachable',
    'backend is an overlay network, but not attachable; expected attachable',
  ],
  'another name': [{ Name: 'back-end' }, 'missing', 'no network is named backend (networks seen: back-end)'],
} as const;

for (const [mistake, [changes, reason, message]] of Object.entries(mistakes)) {
  test(`${mistake} fails`, async (t) => {
    t.deepEqual(await judge(networkJson(changes)), { outcome: 'fail', reason, message, settled: true });
  });
}

test('attachable is asked for only where the lab says so', async (t) => {
  const cluster = labCluster(networkScene({ networks: [networkJson({ Attachable: false })] }));
  const plain = { network: 'backend', attachable: false };
  t.is(networkCheck.judge(plain, await networkCheck.probe(cluster, plain), undefined).outcome, 'pass');
});
