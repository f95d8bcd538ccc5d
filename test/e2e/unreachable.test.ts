import test from 'ava';
import { docker } from '../_helpers/docker-host.ts';
import { ScratchCluster } from '../_helpers/scratch-cluster.ts';

/** A cluster of machines that have no engine yet. */
async function machines(name: string, nodes: number): Promise<ScratchCluster> {
  const cluster = new ScratchCluster(name);
  await cluster.init('--nodes', String(nodes));
  await cluster.must('up', '--until', 'connect');
  return cluster;
}

const broken = [
  { node: 'core-01', role: 'manager', other: /core-02: Start the engine: answers/ },
  { node: 'core-02', role: 'worker', other: /core-01: Form the swarm: opened/ },
];

for (const { node, role, other } of broken) {
  test(`when the SSH server of a ${role} is down, up names it and the fix, and does all it can on the others`, async (t) => {
    const cluster = await machines(role, 2);
    t.teardown(() => cluster.remove());
    // The machine's first process starts it again for ever, so the program itself has to go.
    await docker(
      'exec',
      cluster.machine(node),
      'sh',
      '-c',
      'mv /usr/sbin/sshd /usr/sbin/sshd.off; pkill -x sshd',
    );
    const begun = Date.now();
    const { code, stderr } = await cluster.run('up');
    t.true(Date.now() - begun < 40_000, `it took ${Date.now() - begun} ms`);
    t.is(code, 4, stderr);
    t.regex(
      stderr,
      new RegExp(
        `^error: ${node} cannot be reached by SSH at 127.0.0.1:\\d+: .+ \\[E_SSH_UNREACHABLE\\]$`,
        'm',
      ),
    );
    t.regex(stderr, new RegExp(`^ {2}fix: See that ${node} runs and its sshd is up`, 'm'));
    t.regex(stderr, other);

    await docker('exec', cluster.machine(node), 'mv', '/usr/sbin/sshd.off', '/usr/sbin/sshd');
    await cluster.must('up');
    t.deepEqual(await cluster.states(), ['ready', 'ready']);
  });
}

test('a machine that shows another host key is refused with both fingerprints', async (t) => {
  const cluster = await machines('hostkey', 1);
  t.teardown(() => cluster.remove());
  const fingerprint = async () =>
    /SHA256:\S+/.exec(
      await docker(
        'exec',
        cluster.machine('core-01'),
        'ssh-keygen',
        '-l',
        '-f',
        '/etc/ssh/ssh_host_ed25519_key',
      ),
    )?.[0];
  const before = await fingerprint();
  await docker(
    'exec',
    cluster.machine('core-01'),
    'sh',
    '-c',
    'cd /etc/ssh && cp ssh_host_ed25519_key kept && yes | ssh-keygen -q -t ed25519 -N "" -f ssh_host_ed25519_key && pkill -x sshd',
  );
  const { code, stderr } = await cluster.run('up');
  t.is(code, 4, stderr);
  t.true(
    stderr.includes(`core-01 shows another SSH host key than before (${before}, now ${await fingerprint()})`),
    stderr,
  );
  const fix = /\[E_HOST_KEY\]\n {2}fix: If you made the machine anew, .*: (ssh-keygen .*)$/m.exec(
    stderr,
  )?.[1];
  t.truthy(fix, stderr);
});
