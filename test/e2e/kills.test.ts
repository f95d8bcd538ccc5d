import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { upPhases } from '../../src/cluster/phases/index.ts';
import { ended, ScratchCluster, said } from '../_helpers/scratch-cluster.ts';

const cluster = new ScratchCluster('kills');
test.before(() => cluster.init());
test.after.always(() => cluster.remove());

/** What a running `up` says when the first node has just entered a phase: that it has done the one before. */
const entered = upPhases.map(({ title }, index) => {
  const before = upPhases[index - 1]?.title;
  return {
    title,
    sign: before ? new RegExp(`${before}: (.*\\(\\d+\\.\\d s\\)|nothing to do)`) : /making the machine/,
  };
});
const moments = [
  ...entered,
  { title: 'Push the engine, in the middle of the upload', sign: /uploading the engine/ },
  { title: 'Verify the data plane, in the middle of the probe', sign: /Verify the data plane: tcp/ },
].sort((a, b) => order(a.title) - order(b.title));

function order(title: string): number {
  return upPhases.findIndex((phase) => title.startsWith(phase.title));
}

for (const { title, sign } of moments) {
  test.serial(`kill -9 at: ${title}`, async (t) => {
    const up = cluster.spawn('up');
    const end = ended(up);
    await said(up, sign);
    up.kill('SIGKILL');
    const { signal, stderr } = await end;
    t.is(signal, 'SIGKILL', `it ended by itself:\n${stderr}`);
    t.regex(stderr, sign);
    t.true(existsSync(path.join(cluster.folder, '.swarmlab/lock')), 'the next run finds a lock of nobody');
  });
}

test.serial('after all of that, up converges and proves the data plane', async (t) => {
  const { code, stderr } = await cluster.run('up');
  t.is(code, 0, stderr);
  t.deepEqual(await cluster.states(), ['ready', 'ready', 'ready']);
  t.deepEqual(await cluster.members(), ['core-01', 'core-02', 'core-03']);
  t.regex(stderr, /Verify the data plane: 6 directions carried the payload/);
});

test.serial('nothing of the killed runs is left, here or on the nodes', async (t) => {
  t.deepEqual(readdirSync(path.join(cluster.folder, '.swarmlab')).sort(), [
    'id_ed25519',
    'id_ed25519.pub',
    'known_hosts',
    'logs',
    'ssh_config',
    'state.json',
    'swarmlab.schema.json',
  ]);
  const leftovers = `
    find /etc /opt /usr/local /var/lib/swarmlab -name '*.part*' -o -name '*.tar' -o -name '*.tar.*'
    docker ps -aq --filter label=swarmlab.probe
    docker network ls -q --filter label=swarmlab.probe`;
  for (const node of ['core-01', 'core-02', 'core-03']) t.is(await cluster.on(node, leftovers), '');
});

test.serial('lab 01 passes on it', async (t) => {
  await cluster.solve('01-whoami');
  const { code, stdout } = await cluster.run('lab', 'check', 'whoami');
  t.is(code, 0, stdout);
});

test.serial(
  'of two runs at once the second is refused and told who is at work; the first completes',
  async (t) => {
    const first = cluster.spawn('up');
    const end = ended(first);
    await said(first, /Make machines/);
    // Held still, so that it is at work for as long as the second one looks.
    first.kill('SIGSTOP');
    const second = await cluster.run('stop');
    first.kill('SIGCONT');
    t.is(second.code, 3);
    t.true(
      second.stderr.includes(`\`swarmlab up\` is at work on this cluster (process ${first.pid},`),
      second.stderr,
    );
    t.regex(second.stderr, /\[E_LOCKED\]\n {2}fix: Wait for it, or end it with `kill \d+`/);
    const { code, stderr } = await end;
    t.is(code, 0, stderr);
  },
);
