import test from 'ava';
import { answersFrom, parseHost } from '../../../src/cli/init/answers.ts';
import { hasCode } from '../../../src/errors/index.ts';

test('flags become answers; what is not given stays open', (t) => {
  t.deepEqual(answersFrom({}), {});
  t.deepEqual(
    answersFrom({
      yes: true,
      provider: 'docker',
      nodes: '5',
      managers: '3',
      memory: '2048',
      labs: 'whoami, counter',
      engineSource: 'debian',
    }),
    {
      provider: 'docker',
      nodes: 5,
      managers: 3,
      memory: 2048,
      labs: ['whoami', 'counter'],
      engineSource: 'debian',
    },
  );
  t.deepEqual(answersFrom({ managers: 'core-01,core-03' }).managers, ['core-01', 'core-03']);
  t.deepEqual(answersFrom({ labs: '' }).labs, []);
});

const wrong: [Parameters<typeof answersFrom>[0], RegExp, RegExp][] = [
  [
    { provider: 'dokcer' },
    /--provider: "dokcer" is none of vagrant, docker, ssh/,
    /Did you mean --provider docker/,
  ],
  [{ provider: '' }, /--provider: "" is none of/, /--provider vagrant/],
  [{ nodes: 'three' }, /--nodes: "three" is not a whole number from 1 to 99/, /--nodes 2/],
  [{ nodes: '0' }, /--nodes: "0"/, /--nodes 2/],
  [{ nodes: '1e3' }, /--nodes: "1e3"/, /--nodes/],
  [{ managers: '-1' }, /--managers: "-1"/, /--managers 2/],
  [{ managers: 'core-01,,core-02' }, /--managers: .* has an empty item/, /a,b,c/],
  [{ cpus: '1.5' }, /--cpus: "1.5" is not a whole number from 1 to 64/, /--cpus 2/],
  [{ memory: '64' }, /--memory: "64" is not a whole number from 512/, /--memory 512/],
  [{ memory: '1GiB' }, /--memory: "1GiB"/, /--memory/],
  [{ hypervisor: 'vmware' }, /--hypervisor: "vmware" is none of virtualbox/, /--hypervisor/],
  [{ engineSource: 'dpkg' }, /--engine-source: "dpkg" is none of auto/, /--engine-source/],
  [{ hosts: 'a b' }, /--hosts: "a b" is not a host/, /user@host:port/],
  [{ hosts: 'root@h:99999' }, /--hosts: "root@h:99999" is not a host/, /user@host:port/],
];

for (const [flags, message, fix] of wrong) {
  test(`${JSON.stringify(flags)} is refused with its reason`, (t) => {
    const error = t.throws(() => answersFrom(flags), { code: 'E_USAGE', message });
    t.true(hasCode(error, 'E_USAGE') && fix.test(error.fix), String(Reflect.get(error, 'fix')));
  });
}

test('user and port of a host may be left out', (t) => {
  t.deepEqual(parseHost('203.0.113.10'), { host: '203.0.113.10', port: 22, user: 'root' });
  t.deepEqual(parseHost('me@cloud.example:2222'), { host: 'cloud.example', port: 2222, user: 'me' });
  t.deepEqual(parseHost('me@[2001:db8::1]:2222'), { host: '2001:db8::1', port: 2222, user: 'me' });
});
