import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { ScratchCluster } from '../_helpers/scratch-cluster.ts';

const cluster = new ScratchCluster('up');
test.after.always(() => cluster.remove());

/** Everything that was printed, to be searched for secrets. */
let printed = '';
const run = async (...args: string[]) => {
  const result = await cluster.run(...args);
  printed += result.stdout + result.stderr;
  return result;
};

test.serial('doctor looks at a folder where nothing is yet, and leaves it so', async (t) => {
  const { stdout } = await run('doctor', '--json');
  const { plan, rows } = JSON.parse(stdout);
  t.is(plan, 'the defaults');
  t.is(rows.find(({ id }: { id: string }) => id === 'nodes').outcome, 'skip');
  t.deepEqual(readdirSync(cluster.folder), []);
});

test.serial('init and up make three Ready nodes', async (t) => {
  await cluster.init();
  const { code, stderr } = await run('up');
  t.is(code, 0, stderr);
  t.notRegex(stderr, /Warning/);
  t.deepEqual(await cluster.states(), ['ready', 'ready', 'ready']);
});

test.serial('status --json has the promised shape', async (t) => {
  const status = JSON.parse((await run('status', '--json')).stdout);
  t.is(status.cluster, cluster.name);
  t.is(status.provider, 'docker');
  t.regex(status.mesh, /^(ipvs|nftables)$/);
  t.deepEqual(
    status.nodes.map((node: { name: string; role: string; address: string; leader: boolean }) => [
      node.name,
      node.role,
      node.address,
      node.leader,
    ]),
    [
      ['core-01', 'manager', '172.17.8.101', true],
      ['core-02', 'worker', '172.17.8.102', false],
      ['core-03', 'worker', '172.17.8.103', false],
    ],
  );
  for (const node of status.nodes) {
    t.like(node, { status: 'ready', availability: 'active', ssh: { host: '127.0.0.1', user: 'root' } });
    t.regex(node.engine, /^\d+\.\d+/);
  }
});

test.serial('doctor asks the nodes that run', async (t) => {
  const { code, stdout } = await run('doctor', '--json');
  t.is(code, 0, stdout);
  const { rows } = JSON.parse(stdout);
  for (const id of ['docker-host', 'clock', 'nodes', 'kernel']) {
    const row = rows.find((each: { id: string }) => each.id === id);
    t.is(row.outcome, 'ok', row.seen);
  }
});

test.serial('every node advertises its lab address', async (t) => {
  for (const n of [1, 2, 3]) {
    t.is(
      (await cluster.on(`core-0${n}`, "docker info --format '{{.Swarm.NodeAddr}}'")).trim(),
      `172.17.8.10${n}`,
    );
  }
});

/** The address that each node has for each name. */
const resolved = (names: readonly string[]) =>
  Promise.all(
    ['core-01', 'core-02', 'core-03'].map(async (node) => {
      const found = await cluster.on(node, `getent ahostsv4 ${names.join(' ')}`);
      return [...new Set(found.split('\n').flatMap((line) => line.match(/^\S+/) ?? []))].join(' ');
    }),
  );

test.serial('every node knows the nodes and the labs’ hosts by name, and by no other address', async (t) => {
  t.deepEqual(await resolved(['core-01']), Array(3).fill('172.17.8.101'));
  t.deepEqual(await resolved(['core-03']), Array(3).fill('172.17.8.103'));
  t.deepEqual(await resolved(['counter.swarm.test']), Array(3).fill('172.17.8.101'));
});

test.serial('a second up does nothing, says so, and takes at most 2 s', async (t) => {
  const started = Date.now();
  const { code, stderr } = await run('up');
  const took = Date.now() - started;
  t.is(code, 0, stderr);
  t.regex(stderr, /core-02: Push the engine: .* is there/);
  t.regex(stderr, /core-02: Start the engine: nothing to do/);
  t.regex(stderr, /core-02: Form the swarm: is a worker already/);
  t.regex(stderr, /Verify the data plane: nothing to do/);
  // It may be a wait of ours, or a computer that gave its time to others: the log with its times tells which.
  const log = readFileSync(path.join(cluster.folder, '.swarmlab/logs/up.log'), 'utf8').split('\n');
  const since = log.filter((line) => line.slice(0, 24) >= new Date(started).toISOString());
  t.true(took <= 2000, `it took ${took} ms:\n${stderr}\n${since.join('\n')}`);
});

test.serial(
  'lab 01 fails before it is solved, passes after, and fails when the service is gone',
  async (t) => {
    const before = await run('lab', 'check', 'whoami', '--json');
    t.is(before.code, 1);
    t.is(JSON.parse(before.stdout).outcome, 'fail');
    const solve = cluster.spawn('ssh', 'core-01', 'sh', '-s');
    solve.stdin?.end(readFileSync('labs/01-whoami/solution.sh'));
    t.is(await new Promise((resolve) => solve.on('close', resolve)), 0);
    const after = await run('lab', 'check', '01', '--json');
    t.is(after.code, 0, after.stdout);
    t.is(JSON.parse(after.stdout).outcome, 'pass');
    await cluster.on('core-01', 'docker service rm whoami');
    t.is((await run('lab', 'check', 'whoami')).code, 1);
    const grade = JSON.parse((await run('grade', '--format', 'json', '--output', '-')).stdout);
    const whoami = grade.labs.find(({ id }: { id: string }) => id === '01-whoami');
    t.is(whoami.standing, 'passed', 'a lab that passed counts, although its service is gone');
    t.is(whoami.points, whoami.maximum);
  },
);

test.serial('stop and start bring the same swarm back to Ready', async (t) => {
  t.is((await run('stop')).code, 0);
  t.deepEqual(await cluster.states(), ['stopped', 'stopped', 'stopped']);
  const { code, stderr } = await run('start');
  t.is(code, 0, stderr);
  t.deepEqual(await cluster.states(), ['ready', 'ready', 'ready']);
  t.deepEqual(await resolved(['core-02']), Array(3).fill('172.17.8.102'));
});

test.serial('no join token and no private key stands in any file or line of the run', async (t) => {
  await run('logs', 'core-01');
  const secrets = await cluster.on(
    'core-01',
    'docker swarm join-token -q worker; docker swarm join-token -q manager',
  );
  const key = readFileSync(path.join(cluster.folder, '.swarmlab/id_ed25519'), 'utf8');
  const needles = [...secrets.trim().split('\n'), 'SWMTKN-', key.split('\n')[2] as string];
  t.is(needles.length, 4);
  const files = readdirSync(cluster.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'id_ed25519')
    .map((entry) => path.join(entry.parentPath, entry.name));
  t.true(files.some((file) => file.endsWith('up.log')));
  for (const needle of needles) {
    t.false(printed.includes(needle), 'it was printed');
    t.deepEqual(
      files.filter((file) => readFileSync(file, 'utf8').includes(needle)),
      [],
    );
  }
});
