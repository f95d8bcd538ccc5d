import test from 'ava';
import { secretMade } from '../../../src/course/checks/secret-made.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import { secretJson } from '../../_helpers/lab-secret.ts';

const params = { names: ['my-password', 'my-password-2'] };

async function judge(...names: string[]) {
  const cluster = labCluster({ manager: () => names.map(secretJson) });
  return secretMade.judge(params, await secretMade.probe(cluster, params), undefined);
}

test('one of the names is enough', async (t) => {
  t.is((await judge('my-password')).outcome, 'pass');
  t.is((await judge('other', 'my-password-2')).message, 'the swarm keeps a secret named my-password-2');
});

test('another name fails, with what is there', async (t) => {
  t.deepEqual(await judge('my_password'), {
    outcome: 'fail',
    reason: 'missing',
    message: 'no secret is named my-password or my-password-2 (secrets seen: my_password)',
    settled: true,
  });
});
