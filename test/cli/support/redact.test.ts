import test from 'ava';
import { redact, redactTail } from '../../../src/cli/support/redact.ts';
import { redactJson } from '../../../src/cli/support/redact-json.ts';
import { planted, plantedText, stillShown } from '../../_helpers/planted.ts';

for (const { text, secret } of planted) {
  test(`it hides ${secret.slice(0, 20)} in ${JSON.stringify(text.slice(0, 40))}`, (t) => {
    t.true(text.includes(secret), 'it is there before');
    t.false(redact(`before ${text}\nafter`).includes(secret));
    t.false(redact(JSON.stringify({ log: text })).includes(secret), 'inside a string of JSON');
  });
}

test('what helps is left: addresses, ids, checksums, paths, names of secrets', (t) => {
  for (const text of [
    '2026-11-21T17:12:45.123Z core-01 | $ docker network create --driver overlay swarmlab-probe',
    'sha256:de6e081a4e9c10e70731071cec6f629892da1bbaa24b478a96bdc59060674117',
    '/var/lib/docker/overlay2/de6e081a4e9c10e70731071cec6f629892da1bbaa24b478a96bdc59060674117/merged',
    'level=error msg="fatal task error" error="task: non-zero exit (1)" module=node/agent task.id=x7',
    'listening at http://127.0.0.1:8080/ and ssh://root@127.0.0.1:2201',
    '--secret my-password',
  ])
    t.is(redact(text), text);
});

test('a private key whose beginning was cut off is hidden too', (t) => {
  const key = planted.find(({ text }) => text.includes('PRIVATE KEY'));
  const tail = `${key?.text.slice(60)}after`;
  t.true(tail.includes(key?.secret ?? '-'));
  const redacted = redactTail(tail);
  t.false(redacted.includes(key?.secret ?? '-'));
  t.true(redacted.endsWith('after'));
});

test('long and hostile texts take no longer than others', (t) => {
  const parts = [
    'SWMTKN-1-',
    '-----BEGIN A PRIVATE KEY',
    '://a:',
    'password=',
    '"A=',
    'a-',
    ' -e A=',
    '"',
    'aB1',
  ];
  for (const part of [...parts, ' ', 'login ', 'secret ', 'eyJ0123456789.']) {
    const start = performance.now();
    redact(part.repeat(1e6 / part.length));
    t.true(performance.now() - start < 5000, part);
  }
});

test("of the Engine API's answers names stay, and values of secrets and environments go", (t) => {
  const spec = {
    Name: 'redis',
    Labels: { 'traefik.http.middlewares.a.basicauth.users': 'ada:$apr1$planted', tier: 'data' },
    TaskTemplate: {
      ContainerSpec: {
        Image: 'localhost/redis:8.0',
        Env: ['PATH=/bin', 'PASS=planted\nlines'],
        Args: ['--requirepass', 'planted', '--token=planted', '--save', '60'],
        Secrets: [{ SecretName: 'my-password', SecretID: 'x1' }],
      },
    },
  };
  const swarm = { JoinTokens: { Worker: 'planted' }, Data: 'cGxhbnRlZA==', note: plantedText };
  const text = JSON.stringify(redactJson({ spec, swarm }));
  t.notRegex(text, /planted|cGxhbnRlZA/);
  t.deepEqual(stillShown(text), []);
  for (const kept of [
    'localhost/redis:8.0',
    '"PASS=***"',
    'my-password',
    '--requirepass',
    '"tier":"data"',
    '"60"',
  ])
    t.true(text.includes(kept), kept);
});
