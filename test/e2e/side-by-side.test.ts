import { existsSync } from 'node:fs';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { belongings } from '../_helpers/docker-host.ts';
import { ScratchCluster } from '../_helpers/scratch-cluster.ts';

const [one, other, namesake] = [
  new ScratchCluster('one'),
  new ScratchCluster('other'),
  new ScratchCluster('namesake'),
];
test.before(async () => {
  await one.init('--nodes', '1');
  await other.init('--nodes', '1');
  await namesake.init('--nodes', '1', '--cluster', one.name);
});
test.after.always(() => Promise.all([one, other, namesake].map((cluster) => cluster.remove())));

/** What `up --dry-run` says of one phase; the cluster must be the same after as before. */
async function dryRun(t: ExecutionContext): Promise<(phase: string) => string | undefined> {
  const before = await belongings(one.name);
  const { code, stdout, stderr } = await one.run('up', '--dry-run');
  t.is(code, 0, stderr);
  t.is(await belongings(one.name), before);
  return (phase) => new RegExp(`^\\S+: ${phase}: (.*)$`, 'm').exec(stdout)?.[1];
}

test.serial('where nothing was made, status says so, and a dry run says what would be made', async (t) => {
  t.deepEqual(await one.states(), ['missing']);
  t.regex(await one.must('status'), /core-01 +manager +172\.17\.8\.101 +missing[\s\S]*next: swarmlab up/);
  const would = await dryRun(t);
  t.is(would('Make machines'), 'would make it');
  t.is(would('Form the swarm'), 'would run');
  t.is(await belongings(one.name), '');
});

test.serial('up --no-swarm leaves engines that are in no swarm; a dry run tells what is there', async (t) => {
  t.is((await one.run('up', '--no-swarm')).code, 0);
  t.deepEqual(await one.states(), ['no swarm']);
  t.regex(await one.must('status'), /no swarm/);
  const would = await dryRun(t);
  t.is(would('Make machines'), 'nothing: it runs already');
  t.regex(would('Start the engine') ?? '', /^nothing: Docker \S+ runs$/);
  t.is(would('Form the swarm'), 'would enter the swarm as manager');
  t.is(would('Verify the data plane'), 'would run');
});

test.serial(
  'a later up forms it, while a second cluster with the same addresses is made beside it',
  async (t) => {
    const [formed, made] = await Promise.all([one.run('up'), other.run('up')]);
    t.is(formed.code, 0, formed.stderr);
    t.is(made.code, 0, made.stderr);
    t.regex(formed.stderr, /Form the swarm: opened at 172\.17\.8\.101:2377/);
    t.regex(made.stderr, /Form the swarm: opened at 172\.17\.8\.101:2377/);
    t.deepEqual([await one.states(), await other.states()], [['ready'], ['ready']]);
    const ids = await Promise.all(
      [one, other].map((it) => it.on('core-01', "docker info --format '{{.Swarm.Cluster.ID}}'")),
    );
    t.not(ids[0], ids[1]);
  },
);

test.serial('a dry run on a complete cluster has nothing to make, start or prove', async (t) => {
  const would = await dryRun(t);
  t.is(would('Make machines'), 'nothing: it runs already');
  t.regex(would('Start the engine') ?? '', /^nothing: /);
  t.regex(would('Form the swarm') ?? '', /^nothing /);
  t.is(would('Verify the data plane'), 'nothing: proven already for these nodes');
});

test.serial(
  'a cluster of the same name in another folder is refused, and takes nothing from the first',
  async (t) => {
    const { code, stderr } = await namesake.run('up');
    t.is(code, 3, stderr);
    t.true(
      stderr.includes(
        `error: there is a cluster named ${one.name} already, of the swarmlab.yaml in ${one.folder} [E_CLUSTER_NAME_TAKEN]`,
      ),
      stderr,
    );
    t.regex(stderr, /^ {2}fix: Choose another `cluster:` in swarmlab\.yaml/m);
    await namesake.must('down', '--keep-cache');
    t.deepEqual(await one.states(), ['ready']);
  },
);

test.serial(
  'start where all runs does nothing; stop twice is as good as once; a stopped node says how to start it',
  async (t) => {
    const started = await one.run('start');
    t.is(started.code, 0, started.stderr);
    t.regex(started.stderr, /Make machines: runs already/);
    for (const _ of ['once', 'twice']) {
      const { code, stdout } = await one.run('stop');
      t.is(code, 0);
      t.is(stdout, `${one.name}: stopped. \`swarmlab start\` brings it back.\n`);
    }
    t.regex(await one.must('status'), /stopped[\s\S]*next: swarmlab start/);
    const forward = await one.run('forward', '4567');
    t.is(forward.code, 4);
    t.regex(
      forward.stderr,
      /^error: core-01 is not running \[E_NO_MACHINES\]\n {2}fix: Start it with `swarmlab up`\.$/m,
    );
    const ssh = await one.run('ssh', 'core-01', 'true');
    t.is(ssh.code, 255, "OpenSSH's own end");
    t.regex(ssh.stderr, /Connection refused/);
  },
);

test.serial('down twice is as good as once, and leaves the other cluster alone', async (t) => {
  for (const _ of ['once', 'twice']) t.is((await one.run('down', '--keep-cache')).code, 0);
  t.is(await belongings(one.name), '');
  t.true(existsSync(path.join(one.folder, 'swarmlab.yaml')));
  t.deepEqual(await other.states(), ['ready']);
});
