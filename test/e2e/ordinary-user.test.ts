import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { docker } from '../_helpers/docker-host.ts';
import { ended, ScratchCluster } from '../_helpers/scratch-cluster.ts';

const cluster = new ScratchCluster('user');
test.before(async () => {
  await cluster.init('--nodes', '2');
  appendFileSync(path.join(cluster.folder, 'swarmlab.yaml'), '\ndocker:\n  user: swarmlab\n');
});
test.after.always(() => cluster.remove());

const sudoers = '/etc/sudoers.d/swarmlab';

test.serial('sudo that asks for a password is named with the node and the line that mends it', async (t) => {
  await cluster.must('up', '--until', 'connect');
  const file = async (script: string) => docker('exec', cluster.machine('core-02'), 'sh', '-c', script);
  await file(`sed -i 's/NOPASSWD: //' ${sudoers}`);
  const { code, stderr } = await cluster.run('up');
  t.is(code, 4, stderr);
  t.regex(
    stderr,
    /^error: core-02: swarmlab may not use sudo without a password, and this needs root \[E_SUDO_PASSWORD\]$/m,
  );
  const fix = /^ {2}fix: On core-02, as root: (echo .*)$/m.exec(stderr)?.[1];
  t.truthy(fix, stderr);
  await file(fix as string);
});

test.serial('with sudo that asks for none, an ordinary user gets a whole cluster', async (t) => {
  const { code, stderr } = await cluster.run('up');
  t.is(code, 0, stderr);
  const { nodes } = JSON.parse(await cluster.must('status', '--json'));
  t.deepEqual(
    nodes.map(({ status, ssh }: { status: string; ssh: { user: string } }) => `${status} ${ssh.user}`),
    ['ready swarmlab', 'ready swarmlab'],
  );
});

test.serial('the user may use docker without sudo, and solves lab 01 so', async (t) => {
  t.is(await cluster.must('ssh', 'core-01', 'id -un; docker ps --quiet'), 'swarmlab\n');
  await cluster.solve('01-whoami');
  const { code, stdout } = await cluster.run('lab', 'check', 'whoami');
  t.is(code, 0, stdout);
});

const config = path.join(cluster.folder, '.swarmlab/ssh_config');
const run = async (program: string, ...args: string[]) => (await promisify(execFile)(program, args)).stdout;

test.serial("OpenSSH's own ssh and scp know the nodes by name", async (t) => {
  t.is(await run('ssh', '-F', config, 'core-02', 'hostname; id -un'), 'core-02\nswarmlab\n');
  const file = path.join(cluster.folder, 'swarmlab.yaml');
  await run('scp', '-q', '-F', config, file, 'core-02:sent');
  await run('scp', '-q', '-F', config, 'core-02:sent', `${file}.back`);
  t.is(readFileSync(`${file}.back`, 'utf8'), readFileSync(file, 'utf8'));
});

test.serial(
  "the environment of swarmlab env points the user's own docker and ssh at the cluster",
  async (t) => {
    const script = `
    eval "$("$0" "$1" -C "$2" env --shell bash)"
    docker node ls --format '{{.Hostname}}' | sort
    docker -H ssh://core-02 info --format '{{.Name}}'
    ssh core-02 hostname`;
    const printed = await run(
      'bash',
      '-ec',
      script,
      process.execPath,
      path.resolve('dist/main.js'),
      cluster.folder,
    );
    t.is(printed, 'core-01\ncore-02\ncore-02\ncore-02\n');
  },
);

test.serial("forward makes a node's published port answer here, until Ctrl-C, its normal end", async (t) => {
  const forward = cluster.spawn('forward', 'core-02:4567');
  const end = ended(forward);
  const [printed] = await once(forward.stdout as NodeJS.ReadableStream, 'data');
  const url = String(printed).trim();
  t.regex(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  t.regex(await (await fetch(url)).text(), /^[0-9a-f]{12}\n$/, "the task's host name");
  forward.kill('SIGINT');
  const { code, stderr } = await end;
  t.is(code, 0, stderr);
  await t.throwsAsync(fetch(url));
});
