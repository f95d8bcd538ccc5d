import { Readable } from 'node:stream';
import test, { type ExecutionContext } from 'ava';
import { docker } from '../_helpers/docker-host.ts';
import { eventually } from '../_helpers/eventually.ts';
import { ended, ScratchCluster, said } from '../_helpers/scratch-cluster.ts';

const cluster = new ScratchCluster('reboots');
const three = ['core-01', 'core-02', 'core-03'];
test.before(async () => {
  await cluster.init();
  await cluster.must('up');
  await cluster.solve('01-whoami');
});
test.after.always(() => cluster.remove());

/** Everything is as it was: three nodes that are Ready, a data plane proven anew, and the lab's service on it. */
async function isWhole(t: ExecutionContext, { code, stderr }: { code: number | null; stderr: string }) {
  t.is(code, 0, stderr);
  t.regex(stderr, /Verify the data plane: 6 directions carried the payload/);
  const states = await cluster.states();
  t.deepEqual(states, ['ready', 'ready', 'ready'], await cluster.whyNotReady(states));
  t.deepEqual(await cluster.members(), three);
  t.true(await cluster.passes('whoami'));
}

test.serial(
  'a node that lost power comes back by up, also when one up is killed before it proves the data plane',
  async (t) => {
    await docker('restart', '--time', '0', cluster.machine('core-02'));
    t.deepEqual(await cluster.states(), ['ready', 'no engine', 'ready']);
    const killed = cluster.spawn('up');
    const end = ended(killed);
    t.true(await said(killed, /core-02: Start the routing mesh: /));
    killed.kill('SIGKILL');
    await end;
    await isWhole(t, await cluster.run('up'));
  },
);

test.serial(
  'an engine that crashes is started again by itself, also one that has just been started',
  async (t) => {
    const engine = async () =>
      (await cluster.run('ssh', 'core-02', 'docker info >/dev/null && pidof dockerd')).stdout.trim();
    for (let crash = 1; crash <= 2; crash += 1) {
      const before = await engine();
      await cluster.on('core-02', `sudo -n kill -KILL ${before}`);
      await eventually(async () => ![before, ''].includes(await engine()), 60_000);
    }
    t.true(await cluster.passes('whoami', 90_000));
    t.deepEqual(await cluster.states(), ['ready', 'ready', 'ready']);
  },
);

test.serial('an engine that runs and does not answer is told from one that does not run', async (t) => {
  await cluster.on('core-02', 'kill -STOP $(cat /run/docker.pid)');
  const states = await cluster.states();
  await cluster.on('core-02', 'kill -CONT $(cat /run/docker.pid)');
  t.is(states[1], 'no answer');
});

/** Has the port of gossip from when it is free, as has an engine that came to no end of leaving a swarm. */
const holdGossip = `perl -MSocket -e 'socket S, PF_INET, SOCK_STREAM, 0; setsockopt S, SOL_SOCKET, SO_REUSEADDR, 1;
  until (bind S, sockaddr_in(7946, INADDR_ANY)) { select undef, undef, undef, 0.05 } listen S, 1; sleep' hold-gossip`;

test.serial('a node that joined and hears nobody is started anew by up', async (t) => {
  const join = await cluster.on('core-01', 'docker swarm join-token worker | grep token');
  const script = `docker swarm leave; (${holdGossip} >/dev/null 2>&1 </dev/null &)
    until ss -ltnp | grep -q ':7946 .*perl'; do sleep 0.1; done
    ${join.trim().replace('join', 'join --advertise-addr 172.17.8.103')}; pkill -f hold-gossip`;
  // The token stays out of argument lists here.
  await ended(cluster.spawn('ssh', 'core-03', 'sudo', '-n', 'sh', '-s'), Readable.from([script]));
  const up = await cluster.run('up');
  t.regex(up.stderr, /Verify the data plane: core-03: hears nothing of the swarm's gossip/);
  await isWhole(t, up);
});

test.serial('stop and start bring all nodes back, and the services on them', async (t) => {
  await cluster.must('stop');
  t.deepEqual(await cluster.states(), ['stopped', 'stopped', 'stopped']);
  await isWhole(t, await cluster.run('start'));
});

/** Whether the two nodes that run answer for whoami. */
async function bothAnswer(): Promise<boolean> {
  const ask =
    'for node in core-01 core-02; do curl -fsS -m 3 -o /dev/null http://$node:4567/ || exit 1; done';
  return (await cluster.run('ssh', 'core-01', ask)).code === 0;
}

test.serial('one node is stopped and started by its name; the others go on', async (t) => {
  await cluster.must('stop', 'core-03');
  t.deepEqual((await cluster.states()).slice(2), ['stopped']);
  // Its task may have been there, and has to be noticed as gone first.
  await eventually(() => bothAnswer(), 90_000);
  const { code, stdout, stderr } = await cluster.run('start', 'core-03');
  t.is(code, 0, stderr);
  t.regex(stdout, /^core-03 is up again/);
  t.notRegex(stderr, /core-01/);
  t.deepEqual(await cluster.states(), ['ready', 'ready', 'ready']);
});

test.serial(
  'with the manager off nothing hangs: the state is shown, and a worker that starts says what it lacks',
  async (t) => {
    await cluster.must('stop', 'core-01', 'core-02');
    t.is((await cluster.states())[0], 'stopped');
    const { code, stderr } = await cluster.run('start', 'core-02');
    t.is(code, 4, stderr);
    t.regex(
      stderr,
      /core-02 runs again, and is not Ready in its swarm: no manager of its swarm runs \[E_SWARM\]/,
    );
    await isWhole(t, await cluster.run('start'));
  },
);

async function destroy(node: string): Promise<void> {
  await docker('rm', '--force', cluster.machine(node));
  await docker(
    'volume',
    'rm',
    ...(await docker('volume', 'ls', '--quiet', '--filter', `name=^${cluster.machine(node)}`)).split('\n'),
  );
}

test.serial(
  'a destroyed worker is made again and joins, and nothing of the old one is in the node list',
  async (t) => {
    await destroy('core-03');
    const { code, stderr } = await cluster.run('start');
    t.is(code, 4, 'start makes no machine');
    t.regex(stderr, /there is no machine to start for core-03 \[E_NO_MACHINES\]\n {2}fix: Run `swarmlab up`/);
    await isWhole(t, await cluster.run('up'));
  },
);

test.serial(
  'when the only manager is destroyed, a new swarm is formed and the workers change over to it',
  async (t) => {
    await destroy('core-01');
    const { code, stderr } = await cluster.run('up');
    t.is(code, 0, stderr);
    t.deepEqual(await cluster.members(), three);
    t.regex(stderr, /6 directions carried the payload/);
  },
);
