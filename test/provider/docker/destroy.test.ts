import test from 'ava';
import { destroyCluster, stopCluster, stopMachines } from '../../../src/provider/docker/destroy.ts';
import { dockerCli } from '../../../src/provider/docker/docker-cli.ts';
import { FakeRunner } from '../../_helpers/fake-runner.ts';

const ours = { cluster: 'lab', clusterId: 'id-1', folder: '/home/me/lab' };
const filters = '--filter label=swarmlab.cluster=lab --filter label=swarmlab.id=id-1';

test('destroy removes machines, then volumes, then the snapshots’ images, then the network nobody is on', async (t) => {
  const runner = new FakeRunner()
    .on(/^docker ps --all --quiet --filter label/, { stdout: 'c1\nc2\n' })
    .on(/^docker volume ls/, { stdout: 'v1\n' })
    // An image is listed once for each of its names.
    .on(/^docker image ls/, { stdout: 'i1\ni1\n' })
    .on(/^docker ps --all --quiet --filter network/)
    .on(/^docker (rm|volume rm|image rm|network rm)/);
  await destroyCluster(dockerCli(runner), ours);
  t.deepEqual(runner.ran, [
    `docker ps --all --quiet ${filters}`,
    'docker rm --volumes --force c1 c2',
    `docker volume ls --quiet ${filters}`,
    'docker volume rm --force v1',
    `docker image ls --quiet ${filters}`,
    'docker image rm --force i1',
    'docker ps --all --quiet --filter network=swarmlab-nat',
    'docker network rm swarmlab-nat',
  ]);
});

test('destroy leaves the network to another cluster, running or not', async (t) => {
  const runner = new FakeRunner()
    .on(/^docker (ps|volume ls|image ls)/)
    .on(/filter network/, { stdout: 'theirs\n' });
  await destroyCluster(dockerCli(runner), ours);
  t.false(runner.ran.some((line) => line.startsWith('docker network rm')));
});

test('destroy of a cluster that is gone does nothing and is content', async (t) => {
  const runner = new FakeRunner()
    .on(/^docker (ps|volume ls|image ls)/)
    .on(/^docker network rm/, { exitCode: 1, stderr: 'Error: No such network: swarmlab-nat\n' });
  await t.notThrowsAsync(destroyCluster(dockerCli(runner), ours));
});

test('stop ends the machines before the network between them', async (t) => {
  const runner = new FakeRunner()
    .on(/^docker ps .*label=swarmlab.node$/, { stdout: 'c1\nc2\n' })
    .on(/^docker ps .*name=/, { stdout: 'f\n' })
    .on(/^docker stop/);
  await stopCluster(dockerCli(runner), ours);
  t.deepEqual(
    runner.ran.filter((line) => line.startsWith('docker stop')),
    ['docker stop c1 c2', 'docker stop f'],
  );
});

test('stop of some machines leaves the others and the network between them', async (t) => {
  const runner = new FakeRunner().on(/^docker ps/, { stdout: 'c2\nc3\n' }).on(/^docker stop/);
  await stopMachines(dockerCli(runner), ours, ['core-02', 'core-03']);
  const byName = String.raw`--filter 'name=^/?swarmlab-lab\.core-02$' --filter 'name=^/?swarmlab-lab\.core-03$'`;
  t.deepEqual(runner.ran, [`docker ps --quiet ${filters} ${byName}`, 'docker stop c2 c3']);
});

test('a machine that is off needs no stop', async (t) => {
  const runner = new FakeRunner().on(/^docker ps/, { stdout: '' });
  await stopMachines(dockerCli(runner), ours, ['core-02']);
  t.is(runner.ran.length, 1);
});
