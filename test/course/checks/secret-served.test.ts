import test from 'ava';
import { secretServed } from '../../../src/course/checks/secret-served.ts';
import { type Behaviour, labCluster, type Scene, taskJson, whoami } from '../../_helpers/lab-cluster.ts';
import {
  fingerprintOf,
  mountJson,
  newPassword,
  password,
  secretServiceJson,
} from '../../_helpers/lab-secret.ts';

const params = { service: 'secret', port: 4569, values: [fingerprintOf(password)] };

async function ask(answer: Behaviour, service: object = secretServiceJson(), changes: Scene = {}) {
  const cluster = labCluster({ services: () => [service], behaves: () => answer, ...changes });
  const seen = await secretServed.probe(cluster, params);
  const verdict = secretServed.judge(params, seen, undefined);
  return { verdict, kept: JSON.stringify([verdict, seen.samples, secretServed.evidence(seen, params)]) };
}

test('the value passes from every node, and one newline at its end is forgiven', async (t) => {
  for (const body of [password, `${password}\n`]) {
    const { verdict, kept } = await ask(whoami(body));
    t.is(verdict.message, 'all nodes answer on port 4569 with the value of the secret');
    t.false(kept.includes(password));
  }
});

for (const body of [`${password}\n\n`, ` ${password}`, newPassword, ''])
  test(`${JSON.stringify(body)} is another value, which is not told`, async (t) => {
    const { verdict, kept } = await ask(whoami(body));
    t.is(verdict.reason, 'wrong-value');
    t.false(kept.includes(password) || kept.includes(newPassword));
  });

const missing = whoami('there is no file', '500 Internal Server Error');

test('a path that is not the secret fails with both', async (t) => {
  const Env = ['SECRET_PATH=/run/secrets/password'];
  const { verdict } = await ask(missing, secretServiceJson(undefined, { Env }));
  t.like(verdict, {
    reason: 'wrong-path',
    message:
      'core-01 answers on port 4569 with status 500: SECRET_PATH is /run/secrets/password, and the service gets my-password as /run/secrets/my-password; expected the path of the secret',
  });
});

test('a SECRET_PATH that is no path is not told: it may be the value', async (t) => {
  const { verdict, kept } = await ask(
    missing,
    secretServiceJson([mountJson('my-password')], { Env: [`SECRET_PATH=${password}`] }),
  );
  t.is(verdict.reason, 'wrong-path');
  t.false(kept.includes(password));
});

test('a wrong value is final once every task has the secrets of the service, and not before', async (t) => {
  const { ContainerSpec } = secretServiceJson().Spec.TaskTemplate;
  const task = { ...taskJson(), Spec: { ContainerSpec } };
  const old = { ...task, Spec: { ContainerSpec: { ...ContainerSpec, Secrets: [mountJson('before')] } } };
  const settled = async (...tasks: object[]) =>
    (await ask(whoami(newPassword), undefined, { tasks: () => tasks })).verdict.settled ?? false;
  t.true(await settled(task));
  t.false(await settled(old));
  t.false(await settled(task, { ...old, ID: 'leaving', DesiredState: 'shutdown' }));
});

test('a status of its own fails where the path is right', async (t) => {
  t.is((await ask(missing)).verdict.reason, 'wrong-status');
});

test('no answer fails, with the node', async (t) => {
  const { verdict } = await ask({ refused: true });
  t.like(verdict, {
    reason: 'no-answer',
    message: 'core-01 gave no answer on port 4569 (connection refused); expected the secret',
  });
});

test('without service or running task it fails', async (t) => {
  t.is((await ask(missing, undefined, { services: () => [] })).verdict.reason, 'no-service');
  t.is((await ask(missing, undefined, { tasks: () => [] })).verdict.reason, 'no-task');
});

test('a node that cannot be asked makes it unknown, with its name', async (t) => {
  const { verdict } = await ask(whoami(password), undefined, {
    behaves: (from) => (from === 'core-03' ? { unreachable: true } : whoami(password)),
  });
  t.is(verdict.outcome, 'unknown');
  t.regex(verdict.message, /core-03/);
});
