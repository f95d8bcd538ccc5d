import test from 'ava';
import { secretNowhereElse } from '../../../src/course/checks/secret-nowhere-else.ts';
import { labCluster } from '../../_helpers/lab-cluster.ts';
import { fingerprintOf, newPassword, password, secretServiceJson } from '../../_helpers/lab-secret.ts';

const params = { service: 'secret', values: [fingerprintOf(password), fingerprintOf(newPassword)] };

async function ask(service: { Spec: object }) {
  const cluster = labCluster({
    services: () => [service],
    manager: (path) => (path === '/services/id-of-secret' ? service : undefined),
  });
  const seen = await secretNowhereElse.probe(cluster, params);
  const verdict = secretNowhereElse.judge(params, seen, undefined);
  return { verdict, kept: JSON.stringify([verdict, secretNowhereElse.evidence(seen, params)]) };
}

test('a service that only has the file passes', async (t) => {
  const { verdict } = await ask(secretServiceJson());
  t.deepEqual(verdict, {
    outcome: 'pass',
    message: "the value stands nowhere in secret's environment, arguments and labels",
  });
});

const places = {
  'a variable, though the file is there too': [
    { Env: [`PASSWORD=${password}`] },
    'in-environment',
    'the variable PASSWORD',
  ],
  'a variable, as a part of it': [{ Env: [`URL=x:${newPassword}@y`] }, 'in-environment', 'the variable URL'],
  'SECRET_PATH itself': [{ Env: [`SECRET_PATH=${password}`] }, 'in-environment', 'the variable SECRET_PATH'],
  'an argument': [{ Args: ['sh', '-c', `echo ${password} >/tmp/p`] }, 'in-arguments', 'its arguments'],
  'the command': [{ Command: [password] }, 'in-arguments', 'its arguments'],
  "a container's label": [{ Labels: { note: password } }, 'in-labels', 'the label note'],
  "a label's name": [{ Labels: { [password]: '' } }, 'in-labels', 'a label'],
  'the host name': [{ Hostname: password }, 'elsewhere', 'TaskTemplate.ContainerSpec.Hostname'],
} as const;

for (const [place, [spec, reason, named]] of Object.entries(places))
  test(`the value in ${place} fails, and is not told`, async (t) => {
    const { verdict, kept } = await ask(secretServiceJson(undefined, spec));
    t.is(verdict.reason, reason);
    t.true(verdict.message.startsWith(`secret: the value stands in ${named}, where`), verdict.message);
    t.false(kept.includes(password));
    t.false(kept.includes(newPassword));
  });

test('a label of the service, too', async (t) => {
  const service = secretServiceJson();
  const { verdict } = await ask({ ...service, Spec: { ...service.Spec, Labels: { pw: password } } });
  t.is(verdict.reason, 'in-labels');
});

test('without the service it fails', async (t) => {
  const service = secretServiceJson();
  const { verdict } = await ask({ ...service, Spec: { ...service.Spec, Name: 'web' } });
  t.is(verdict.reason, 'no-service');
});
