import path from 'node:path';
import test from 'ava';
import { ScratchCluster } from '../_helpers/scratch-cluster.ts';

/** Makes the machines that the other cluster then finds: to provider ssh they are just hosts that exist. */
const maker = new ScratchCluster('hosts');
const cluster = new ScratchCluster('ssh');
test.after.always(async () => {
  await cluster.remove();
  await maker.remove();
});

interface Reached {
  nodes: { ssh: { port: number }; status: string }[];
}

test.serial('up makes a swarm of machines that exist, and pins their host keys at first sight', async (t) => {
  await maker.init();
  await maker.must('up', '--until', 'connect');
  const { nodes } = JSON.parse(await maker.must('status', '--json')) as Reached;
  const hosts = nodes.map(({ ssh }) => `root@127.0.0.1:${ssh.port}`).join(',');
  const key = path.join(maker.folder, '.swarmlab/id_ed25519');
  await cluster.must(
    'init',
    '--yes',
    '--provider',
    'ssh',
    '--cluster',
    cluster.name,
    '--hosts',
    hosts,
    '--key',
    key,
  );
  const { code, stderr } = await cluster.run('up');
  t.is(code, 0, stderr);
  t.deepEqual(await cluster.states(), ['ready', 'ready', 'ready']);
});

test.serial('lab 01 is solved and checked on it as on any other', async (t) => {
  await cluster.solve('01-whoami');
  const { code, stdout } = await cluster.run('lab', 'check', 'whoami');
  t.is(code, 0, stdout);
});

test.serial('down forgets them and leaves them running', async (t) => {
  await cluster.must('down', '--keep-cache');
  const { nodes } = JSON.parse(await maker.must('status', '--json')) as Reached;
  t.deepEqual(
    nodes.map(({ status }) => status),
    ['ready', 'ready', 'ready'],
  );
});
