import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { docker } from '../_helpers/docker-host.ts';
import { eventually } from '../_helpers/eventually.ts';
import { ended, ScratchCluster, said } from '../_helpers/scratch-cluster.ts';

const [cluster, beside] = [new ScratchCluster('snapshots'), new ScratchCluster('beside')];
test.before(async () => {
  await Promise.all([cluster.init(), beside.init('--nodes', '1')]);
  await Promise.all([cluster.must('up'), beside.must('up')]);
});
test.after.always(async () => {
  await Promise.all([cluster.remove(), beside.remove()]);
});

const nodes = ['core-01', 'core-02', 'core-03'];

interface Listed {
  name: string;
  takenAt: string;
  bytes: number | null;
  lab: string | null;
  whole: boolean;
}

async function listed(of = cluster): Promise<Listed[]> {
  return JSON.parse(await of.must('snapshot', 'list', '--json'));
}

/** What the redis of lab 03 has counted to, asked on the node that it is bound to. */
async function count(): Promise<number> {
  const task = '$(docker ps -q --filter label=com.docker.swarm.service.name=redis | head -n 1)';
  const get = `docker exec ${task} redis-cli get visits 2>/dev/null || :`;
  return Number(await cluster.on('core-02', get));
}

/** All that belongs to a cluster on the Docker host. */
async function leftovers({ name }: ScratchCluster): Promise<string> {
  const filter = ['--filter', `label=swarmlab.cluster=${name}`];
  const lists = [
    ['ps', '--all', '--quiet', ...filter],
    ['volume', 'ls', '--quiet', ...filter],
    ['image', 'ls', '--all', '--quiet', ...filter],
  ];
  return (await Promise.all(lists.map((args) => docker(...args)))).join('');
}

/** Host keys, machine ids and addresses: what tells that a machine is the same one. */
function identity(): Promise<string[]> {
  const look = 'cat /etc/machine-id /etc/ssh/ssh_host_ed25519_key.pub; ip -o -4 address show eth1; hostname';
  return Promise.all(nodes.map((node) => cluster.on(node, look)));
}

async function breakIt(): Promise<void> {
  await cluster.on('core-01', 'docker service rm redis; docker network rm backend || :');
  // The volume can go when the task has.
  await cluster.on(
    'core-02',
    'docker ps -aq | xargs -r docker rm -f; docker volume rm redis-data; rm -rf /opt/mine',
  );
  await cluster.on('core-03', 'docker swarm leave --force');
}

async function isWhole(t: ExecutionContext, visits: number): Promise<void> {
  const states = await cluster.states();
  t.deepEqual(states, ['ready', 'ready', 'ready'], await cluster.whyNotReady(states));
  t.deepEqual(await cluster.members(), nodes);
  await eventually(async () => (await count()) === visits, 60_000);
}

test.serial(
  'with a service that counts on a volume a snapshot is taken, and listed with its lab',
  async (t) => {
    await cluster.must('lab', 'start', '03');
    await cluster.on(
      'core-01',
      `docker network create --driver overlay --attachable backend >/dev/null
     docker service create --quiet --no-resolve-image --name redis --network backend --constraint node.hostname==core-02 \\
       --mount type=volume,source=redis-data,target=/data localhost/redis:8.0`,
    );
    await cluster.on('core-02', 'mkdir -p /opt/mine; echo kept >/opt/mine/file');
    const task = '$(docker ps -q --filter label=com.docker.swarm.service.name=redis)';
    for (let visit = 0; visit < 7; visit++)
      await cluster.on('core-02', `docker exec ${task} redis-cli incr visits`);
    const began = Date.now();
    const { code, stdout, stderr } = await cluster.run('snapshot', 'save', 'before');
    t.is(code, 0, stderr);
    t.log(`saved in ${(Date.now() - began) / 1000} s: ${stdout.trim()}`);
    await isWhole(t, 7);
    const [only] = await listed();
    t.like(only, { name: 'before', lab: '03-counter', whole: true });
    t.true((only?.bytes ?? 0) > 1e6);
    t.regex(await cluster.must('snapshot', 'list'), /^before +\S+Z +\S+ [MG]B +03-counter/m);
  },
);

test.serial('what was broken since is back, on the same machines, with the same count', async (t) => {
  const same = await identity();
  await breakIt();
  t.notDeepEqual(await cluster.states(), ['ready', 'ready', 'ready']);
  const began = Date.now();
  const { code, stderr } = await cluster.run('snapshot', 'restore', 'before');
  t.is(code, 0, stderr);
  t.log(`restored in ${(Date.now() - began) / 1000} s`);
  t.regex(stderr, /Verify the data plane: 6 directions carried the payload/);
  await isWhole(t, 7);
  t.deepEqual(await identity(), same);
  t.is(await cluster.on('core-02', 'cat /opt/mine/file'), 'kept\n');
});

for (const sign of [/stopping the machines/, /core-01: copying its disk/])
  test.serial(
    `a save that is killed at ${sign.source} is not listed, and the cluster comes back`,
    async (t) => {
      const save = cluster.spawn('snapshot', 'save', 'half');
      const end = ended(save);
      t.true(await said(save, sign));
      save.kill('SIGKILL');
      t.is((await end).signal, 'SIGKILL');
      t.deepEqual(
        (await listed()).map(({ name }) => name),
        ['before'],
      );
      const restore = await cluster.run('snapshot', 'restore', 'half');
      t.is(restore.code, 2, restore.stderr);
      t.regex(restore.stderr, /there is no snapshot "half".*E_UNKNOWN_SNAPSHOT/);
      await cluster.must('up');
      await isWhole(t, 7);
    },
  );

test.serial('what a killed save left goes with the next one', async (t) => {
  await cluster.must('snapshot', 'save', 'again');
  const volumes = await docker(
    'volume',
    'ls',
    '--quiet',
    '--filter',
    `label=swarmlab.cluster=${cluster.name}`,
  );
  t.false(volumes.includes('-half-'), volumes);
  // Of each node its own and two snapshots.
  t.is(volumes.split('\n').length, 3 * 3, volumes);
  await cluster.must('snapshot', 'rm', 'again');
  t.deepEqual(
    (await listed()).map(({ name }) => name),
    ['before'],
  );
});

for (const sign of [/core-01: putting its disk back/, /core-01: Make machines: started/])
  test.serial(`a restore that is killed at ${sign.source} is finished by running it again`, async (t) => {
    const restore = cluster.spawn('snapshot', 'restore', 'before');
    const end = ended(restore);
    await said(restore, sign);
    restore.kill('SIGKILL');
    const { signal, stderr } = await end;
    t.is(signal, 'SIGKILL', `it ended by itself:\n${stderr}`);
    const book = JSON.parse(readFileSync(path.join(cluster.folder, '.swarmlab/snapshots.json'), 'utf8'));
    if (book.restoring) {
      const up = await cluster.run('up');
      t.is(up.code, 4);
      t.regex(up.stderr, /restoring the snapshot before did not come to its end.*\[E_SNAPSHOT\]/);
      t.regex(up.stderr, /fix: Run it again: `swarmlab snapshot restore before`/);
    }
    await cluster.must('snapshot', 'restore', 'before');
    await isWhole(t, 7);
  });

test.serial('a cluster beside it has snapshots of its own, also of that name', async (t) => {
  t.deepEqual(await listed(beside), []);
  await beside.on('core-01', 'echo mine >/root/word');
  await beside.must('snapshot', 'save', 'before');
  await Promise.all([
    cluster.must('snapshot', 'restore', 'before'),
    beside.must('snapshot', 'restore', 'before'),
  ]);
  await isWhole(t, 7);
  t.is(await beside.on('core-01', 'cat /root/word'), 'mine\n');
  t.is((await listed(beside)).length, 1);
});

test.serial('a name that is taken is kept, until it is replaced with --force', async (t) => {
  const [old] = await listed(beside);
  const second = await beside.run('snapshot', 'save', 'before');
  t.is(second.code, 2);
  t.regex(second.stderr, /there is a snapshot before already.*\[E_USAGE\]\n {2}fix: .*--force before/);
  t.deepEqual(await listed(beside), [old]);
  await beside.must('snapshot', 'save', '--force', 'before');
  const [next, ...more] = await listed(beside);
  t.deepEqual(more, []);
  t.true((next?.takenAt ?? '') > (old?.takenAt ?? ''));
});

test.serial('where machines are off there is nothing to save', async (t) => {
  await beside.must('stop');
  const { code, stderr } = await beside.run('snapshot', 'save', 'off');
  t.is(code, 4);
  t.regex(stderr, /no machine is up \[E_NO_MACHINES\]\n {2}fix: Run `swarmlab up` first/);
});

test.serial('`down` leaves nothing of the snapshots', async (t) => {
  await cluster.must('down', '--keep-cache');
  t.is(await leftovers(cluster), '');
  t.false(existsSync(path.join(cluster.folder, '.swarmlab/snapshots.json')));
});
