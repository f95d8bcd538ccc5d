import test from 'ava';
import { deferred } from '../../../src/cluster/deferred.ts';
import { temporaryFolder } from '../../_helpers/folder.ts';
import { failsWith } from '../../_helpers/ssh-remote.ts';
import { FakeHost } from './_fake-host.ts';

const quiet = () => {};
const all = ['core-01', 'core-02', 'core-03'];

test('a second ensure of all nodes changes nothing and costs three commands in all', async (t) => {
  const host = new FakeHost().complete();
  const provider = host.provider();
  const endpoints = await Promise.all(all.map((name) => provider.ensure(name, quiet)));
  t.deepEqual(
    endpoints.map(({ host: address, port, user }) => `${user}@${address}:${port}`),
    ['root@127.0.0.1:32101', 'root@127.0.0.1:32102', 'root@127.0.0.1:32103'],
  );
  t.is(host.runner.ran.length, 3, host.runner.ran.join('\n'));
});

test('who is on the lab network is asked beside the rest where its container ran when last listed', async (t) => {
  const host = new FakeHost().complete();
  const inspect = deferred<object>();
  host.runner
    .on(/^docker ps /, { stdout: 'swarmlab-lab.core-01 running\nswarmlab-lab_fabric running\n' })
    .on(/^docker container inspect/, () => inspect.promise);
  const provider = host.provider();
  await provider.list();
  const endpoint = provider.ensure('core-01', quiet);
  t.true(host.runner.ran.some((line) => line.includes('carrier')));
  inspect.resolve(host.inspected('swarmlab-lab.core-01', 'swarmlab-lab_fabric'));
  t.is((await endpoint).port, 32101);
});

test('a lab network that has gone since is made anew', async (t) => {
  const host = new FakeHost().complete();
  host.runner
    .on(/^docker ps /, { stdout: 'swarmlab-lab.core-01 running\nswarmlab-lab_fabric running\n' })
    .on(/carrier/, { exitCode: 1, stderr: 'Error response from daemon: No such container\n' });
  const provider = host.provider({ cacheFolder: await temporaryFolder(t) });
  await provider.list();
  host.containers.delete('swarmlab-lab_fabric');
  await provider.ensure('core-01', quiet);
  t.true(host.runner.ran.includes('docker start swarmlab-lab_fabric'));
});

test('a machine is made, started, connected, and its host key planted before it is plugged in', async (t) => {
  const host = new FakeHost();
  const planted: string[] = [];
  const provider = host.provider({
    cacheFolder: await temporaryFolder(t),
    plantHostKey: async (name, line) => {
      planted.push(name, line);
      t.false(host.runner.ran.some((line) => line.includes('master lab0')));
    },
  });
  const endpoint = await provider.ensure('core-02', quiet);
  t.is(endpoint.port, 36000);
  t.deepEqual(planted, ['core-02', 'ssh-ed25519 AAAAhostkey']);
  const create = host.runner.ran.find((line) => line.includes('--hostname core-02')) ?? '';
  t.regex(create, /--publish 127\.0\.0\.1::22 /);
  t.regex(create, /--cpus 1 --memory 1024m /);
  const complete = host.runner.commands.find(({ argv }) => argv.includes('--interactive'));
  t.is(complete?.argv.at(-1), '172.17.8.102/24');
  t.is(complete?.input, 'ssh-ed25519 AAAAours swarmlab\n');
  t.regex(host.runner.ran.at(-1) ?? '', /ip link set "v\$1" master lab0 up.* 4000$/);
});

test('the fabric and what else is shared is made once for three machines', async (t) => {
  const host = new FakeHost();
  const provider = host.provider({ cacheFolder: await temporaryFolder(t) });
  await Promise.all(all.map((name) => provider.ensure(name, quiet)));
  t.is(
    host.runner.ran.filter((line) => line.startsWith('docker create --name swarmlab-lab_fabric')).length,
    1,
  );
  t.is(host.runner.ran.filter((line) => line.startsWith('docker create --name swarmlab-lab.core')).length, 3);
});

test('a machine that was started again is connected again, and not made again', async (t) => {
  const host = new FakeHost().complete();
  host.containers.set('swarmlab-lab.core-02', { pid: 202 });
  await host.provider({ cacheFolder: await temporaryFolder(t) }).ensure('core-02', quiet);
  t.false(host.runner.ran.some((line) => /^docker (create|start)/.test(line)));
  t.true(host.runner.ran.some((line) => / sh 202 02:42:ac:11:08:66$/.test(line)));
  t.is(host.planted['core-02'], 'ssh-ed25519 AAAAhostkey');
});

for (const status of ['created', 'exited']) {
  test(`a machine left ${status} is started, not made again`, async (t) => {
    const host = new FakeHost().complete();
    host.containers.set('swarmlab-lab.core-01', { status });
    await host.provider({ cacheFolder: await temporaryFolder(t) }).ensure('core-01', quiet);
    t.true(host.runner.ran.includes('docker start swarmlab-lab.core-01'));
    t.false(host.runner.ran.some((line) => line.startsWith('docker create')));
  });
}

test('machines whose fabric is gone are connected to a new one', async (t) => {
  const host = new FakeHost().complete();
  host.containers.delete('swarmlab-lab_fabric');
  await host.provider({ cacheFolder: await temporaryFolder(t) }).ensure('core-01', quiet);
  t.true(host.runner.ran.includes('docker start swarmlab-lab_fabric'));
  t.true(host.runner.ran.some((line) => line.endsWith(' sh 101 02:42:ac:11:08:65')));
});

test('a machine whose NAT network was removed and made anew is moved to the new one', async (t) => {
  const host = new FakeHost().complete();
  host.containers.set('swarmlab-lab.core-01', { status: 'exited' });
  let moved = false;
  host.runner
    .on(/^docker network disconnect --force swarmlab-nat swarmlab-lab.core-01/)
    .on(/^docker network connect swarmlab-nat swarmlab-lab.core-01/, () => {
      moved = true;
      return {};
    })
    .on(/^docker start swarmlab-lab.core-01/, () => {
      if (!moved) return { exitCode: 1, stderr: 'Error response from daemon: network 010b14 not found\n' };
      host.containers.set('swarmlab-lab.core-01', { pid: 301 });
      return {};
    });
  const endpoint = await host.provider({ cacheFolder: await temporaryFolder(t) }).ensure('core-01', quiet);
  t.is(endpoint.port, 32301);
});

test("a cluster of the same name from another folder is refused, with that folder's name and both ways out", async (t) => {
  const host = new FakeHost();
  host.containers.set('swarmlab-lab_fabric', { id: 'id-2', folder: '/home/me/other' });
  const error = await failsWith(t, 'E_CLUSTER_NAME_TAKEN', host.provider().ensure('core-01', quiet));
  t.is(error.message, 'there is a cluster named lab already, of the swarmlab.yaml in /home/me/other');
  t.regex(error.fix, /another `cluster:` .*swarmlab -C '\/home\/me\/other' down/);
  t.is(host.runner.ran.filter((line) => /create|start|exec/.test(line)).length, 0);
});

test('no more CPUs are asked for than the host has, and no limit that it cannot keep', async (t) => {
  const host = new FakeHost();
  host.runner.on(/^docker info/, { stdout: '{"ID":"H","NCPU":0.5,"MemoryLimit":false,"CpuCfsQuota":true}' });
  await host.provider({ cacheFolder: await temporaryFolder(t) }).ensure('core-01', quiet);
  const create = host.runner.ran.find((line) => line.includes('--hostname core-01')) ?? '';
  t.regex(create, /--cpus 0\.5 /);
  t.notRegex(create, /--memory/);
});

test('list tells running, stopped and missing machines apart with one command', async (t) => {
  const host = new FakeHost();
  host.runner.on(/^docker ps --all --filter label=swarmlab.cluster=lab --filter label=swarmlab.id=id-1/, {
    stdout: 'swarmlab-lab.core-01 running\nswarmlab-lab.core-02 exited\nswarmlab-lab_fabric running\n',
  });
  t.deepEqual(
    [...(await host.provider().list())],
    [
      ['core-01', 'running'],
      ['core-02', 'stopped'],
      ['core-03', 'missing'],
    ],
  );
  t.is(host.runner.ran.length, 1);
});

test('a machine that does not run has no endpoint', async (t) => {
  const host = new FakeHost();
  host.containers.set('swarmlab-lab.core-01', { status: 'exited' });
  const error = await failsWith(t, 'E_NO_MACHINES', host.provider().endpoint('core-01'));
  t.is(error.node, 'core-01');
});

test('on a host that is reached over SSH the endpoint goes through ssh too', async (t) => {
  const host = new FakeHost().complete();
  const provider = host.provider({ env: { DOCKER_HOST: 'ssh://me@box:2222' } });
  const endpoint = await provider.endpoint('core-01');
  t.deepEqual(endpoint.proxyCommand, ['ssh', '-p', '2222', '-W', '127.0.0.1:32101', '--', 'me@box']);
});

test('a host reached over TCP is refused before anything is made', async (t) => {
  const host = new FakeHost();
  const provider = host.provider({ env: { DOCKER_HOST: 'tcp://10.0.0.5:2375' } });
  const error = await failsWith(t, 'E_DOCKER_HOST_REMOTE', provider.ensure('core-01', quiet));
  t.regex(error.fix, /ssh:\/\//);
  t.false(host.runner.ran.some((line) => /create|start/.test(line)));
});

test('a silent Docker host is told with the way to get one', async (t) => {
  const host = new FakeHost();
  host.runner.on(/^docker container inspect/, {
    exitCode: 1,
    stderr:
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n',
  });
  const error = await failsWith(t, 'E_DOCKER_HOST', host.provider().ensure('core-01', quiet));
  t.is(error.message, 'no Docker host answers');
});
