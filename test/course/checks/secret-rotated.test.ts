import test from 'ava';
import { secretRotated } from '../../../src/course/checks/secret-rotated.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import { mountJson, secretJson, secretServiceJson } from '../../_helpers/lab-secret.ts';

const params = { service: 'secret', target: 'my-password', old: 'my-password' };

async function judge(service: object, ...secrets: string[]) {
  const cluster = labCluster({ services: () => [service], manager: () => secrets.map(secretJson) });
  return secretRotated.judge(params, await secretRotated.probe(cluster, params), undefined);
}

const rotated = secretServiceJson([mountJson('my-password-2', 'my-password')]);

test('another secret under the same target passes once the old one is gone', async (t) => {
  t.deepEqual(await judge(rotated, 'my-password-2'), {
    outcome: 'pass',
    message: 'secret gets my-password-2 as /run/secrets/my-password, and my-password is gone',
  });
});

test('the old one that is still kept fails', async (t) => {
  t.is((await judge(rotated, 'my-password', 'my-password-2')).reason, 'old-one-there');
});

test('a secret of the old name fails, also one that was made anew', async (t) => {
  t.like(await judge(secretServiceJson(), 'my-password'), {
    reason: 'same-secret',
    message:
      'secret gets the secret my-password as /run/secrets/my-password; expected a new secret, under another name',
  });
});

test('a new secret under a target of its own fails', async (t) => {
  const service = secretServiceJson([mountJson('my-password-2')]);
  t.is((await judge(service, 'my-password-2')).reason, 'not-attached');
});

test('without the service it fails', async (t) => {
  const service = { ...rotated, Spec: { ...rotated.Spec, Name: 'web' } };
  t.is((await judge(service)).reason, 'no-service');
});
