import { rmSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { ScratchCluster } from '../_helpers/scratch-cluster.ts';

const cluster = new ScratchCluster('catch-up');
test.before(async () => {
  await cluster.init();
  // Nothing but the plan, as in a repository that somebody has cloned.
  for (const file of ['.swarmlab', 'Vagrantfile'])
    rmSync(path.join(cluster.folder, file), { recursive: true, force: true });
});
test.after.always(() => cluster.remove());

test.serial(
  'in a fresh folder `lab start` brings the cluster up and makes what earlier labs leave',
  async (t) => {
    const { code, stdout, stderr } = await cluster.run('lab', 'start', '02');
    t.is(code, 0, stderr);
    t.regex(stderr, /02-scale-and-update: every node has no machine yet: `up` sees to that/);
    t.regex(stderr, /making what 01-whoami leaves behind/);
    t.regex(stdout, /^# Lab 02/);
    t.true(await cluster.passes('01'));
  },
);

test.serial('on machines that are off it turns them on, and goes on where the learner was', async (t) => {
  await cluster.must('stop');
  const { code, stderr } = await cluster.run('lab', 'start', '02');
  t.is(code, 0, stderr);
  t.regex(stderr, /every node is stopped: `up` sees to that/);
  t.regex(stderr, /02-scale-and-update goes on where you left it/);
  t.notRegex(stderr, /making what/);
});

test.serial('a node that left joins again, and drained ones take tasks again', async (t) => {
  await cluster.on('core-01', 'docker node update --availability drain core-02');
  await cluster.on('core-03', 'docker swarm leave');
  const { code, stderr } = await cluster.run('lab', 'start', '03');
  t.is(code, 0, stderr);
  t.regex(stderr, /core-03 is in no swarm: `up` brings the swarm together/);
  t.regex(stderr, /core-02 takes no tasks \(its availability is drain\): it is made active again/);
  t.deepEqual(await cluster.states(), ['ready', 'ready', 'ready']);
  const seen = await cluster.on('core-01', "docker node ls --format '{{.Hostname}} {{.Availability}}'");
  t.deepEqual(seen.trim().split('\n').sort(), ['core-01 Active', 'core-02 Active', 'core-03 Active']);
});

test.serial('a swarm that was made beside the plan goes only when the learner agrees', async (t) => {
  await cluster.on(
    'core-02',
    `docker swarm leave
     docker swarm init --advertise-addr 172.17.8.102 >/dev/null
     docker service create --quiet --detach --no-resolve-image --name mine localhost/whoami:1`,
  );
  const asked = await cluster.run('lab', 'start', '03');
  t.is(asked.code, 2);
  t.regex(
    asked.stderr,
    /core-02 leads a swarm of its own and has to leave it, with the service mine \[E_NO_TTY\]/,
  );
  t.regex(await cluster.on('core-02', "docker service ls --format '{{.Name}}'"), /mine/);
  const { code, stderr } = await cluster.run('lab', 'start', '03', '--yes');
  t.is(code, 0, stderr);
  t.deepEqual(await cluster.states(), ['ready', 'ready', 'ready']);
});

test.serial('where the whole swarm is lost, a lab that was begun in it begins anew', async (t) => {
  await cluster.on('core-01', 'docker swarm leave --force');
  const { code, stderr } = await cluster.run('lab', 'start', '02', '--yes');
  t.is(code, 0, stderr);
  t.regex(stderr, /making what 01-whoami leaves behind/);
  t.regex(stderr, /02-scale-and-update begins anew: the swarm that you left it in is gone/);
  t.true(await cluster.passes('01'));
});

test.serial('lab 00 on a cluster without a swarm has nothing to ask for', async (t) => {
  await cluster.must('down', '--keep-cache');
  const { code, stderr } = await cluster.run('lab', 'start', '00');
  t.is(code, 0, stderr);
  t.deepEqual(await cluster.states(), ['no swarm', 'no swarm', 'no swarm']);
});
