import test from 'ava';
import { secretMounted } from '../../../src/course/checks/secret-mounted.ts';
import { SwarmlabError } from '../../../src/errors/index.ts';
import { labCluster, type Scene } from '../../_helpers/lab-cluster.ts';
import { mountJson, secretServiceJson } from '../../_helpers/lab-secret.ts';

const params = { service: 'secret', target: 'my-password' };
const root = '613 512 0:120 / / rw,relatime - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/X';
const secret =
  '631 613 0:99 /631abc /run/secrets/my-password ro,relatime - tmpfs tmpfs rw,size=1024k,mode=700,inode64';

async function judge(mountinfo: string, service: object = secretServiceJson(), changes: Scene = {}) {
  const cluster = labCluster({
    services: () => [service],
    engine: (_node, path) => (path.startsWith('/containers/') ? { State: { Pid: 77 } } : undefined),
    runs: (node, line) =>
      node === 'core-02' && line === 'cat /proc/77/mountinfo' ? { stdout: mountinfo } : { exitCode: 1 },
    ...changes,
  });
  return secretMounted.judge(params, await secretMounted.probe(cluster, params), undefined);
}

test('a read-only tmpfs in the container, on the node where the task runs, passes', async (t) => {
  t.deepEqual(await judge(`${root}\n${secret}\n`), {
    outcome: 'pass',
    message: '/run/secrets/my-password is a read-only tmpfs in the container, seen on core-02',
  });
});

test('a file of a disk that lies over it fails', async (t) => {
  const bind = '700 613 254:1 /root/pw /run/secrets/my-password ro,relatime - ext4 /dev/vda1 rw';
  const verdict = await judge(`${root}\n${secret}\n${bind}\n`);
  t.is(verdict.reason, 'not-tmpfs');
  t.regex(verdict.message, /on core-02 \/run\/secrets\/my-password is on ext4; expected a read-only tmpfs/);
});

test('one that can be written to fails', async (t) => {
  t.is((await judge(secret.replace(' ro,', ' rw,'))).reason, 'writable');
});

test('a plain file, mounted from nowhere, fails', async (t) => {
  t.is((await judge(root)).reason, 'not-there');
});

test('a secret that the service does not get fails, whatever is in the container', async (t) => {
  t.like(await judge(secret, secretServiceJson([])), {
    reason: 'not-attached',
    message: 'secret gets no secret; expected one as /run/secrets/my-password',
    settled: true,
  });
});

test('another target fails, and is named', async (t) => {
  t.like(await judge(secret, secretServiceJson([mountJson('my-password-2')])), {
    reason: 'other-target',
    message:
      'secret gets my-password-2 as /run/secrets/my-password-2; expected one as /run/secrets/my-password',
  });
});

test('a whole path as target is the same place', async (t) => {
  const mount = mountJson('my-password', '/run/secrets/my-password');
  t.is((await judge(secret, secretServiceJson([mount]))).outcome, 'pass');
});

test('without service or running task it fails', async (t) => {
  t.is((await judge(secret, undefined, { services: () => [] })).reason, 'no-service');
  t.is((await judge(secret, undefined, { tasks: () => [] })).reason, 'no-task');
});

test('a node that cannot be asked makes it unknown, with its name', async (t) => {
  const runs = () => {
    throw new SwarmlabError('E_SSH_LOST', 'core-02: the SSH connection broke', { fix: '' });
  };
  t.deepEqual(await judge(secret, undefined, { runs }), {
    outcome: 'unknown',
    message: 'could not ask every node: core-02: the SSH connection broke',
  });
});
