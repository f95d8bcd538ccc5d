import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { ScratchCluster } from '../_helpers/scratch-cluster.ts';

const cluster = new ScratchCluster('hosts');
/** Never this computer's own. */
const file = path.join(cluster.folder, 'etc-hosts');
const theirs = Buffer.from('127.0.0.1 localhost\r\n10.0.0.9 grafana.swarm.test # caf\xe9', 'latin1');

test.before(async () => {
  process.env.SWARMLAB_HOSTS_FILE = file;
  writeFileSync(file, theirs);
  chmodSync(file, 0o640);
  await cluster.init('--nodes', '1');
});
test.after.always(() => cluster.remove());

test.serial('the names come with a yes and go again, and nothing else changes', async (t) => {
  t.is((await cluster.run('hosts', 'add')).code, 2, 'nobody has agreed');
  t.deepEqual(readFileSync(file), theirs);
  const { code, stderr } = await cluster.run('hosts', 'add', '--yes');
  t.is(code, 0, stderr);
  t.regex(stderr, /left out: grafana\.swarm\.test is on line 2 already \(10\.0\.0\.9\)/);
  t.regex(readFileSync(file, 'latin1'), /\r\n127\.0\.0\.1 counter\.swarm\.test\r\n/);
  t.is(statSync(file).mode & 0o777, 0o640);
  await cluster.must('hosts', 'remove');
  t.deepEqual(readFileSync(file), theirs);
});

test.serial('`down` takes them out', async (t) => {
  await cluster.must('hosts', 'add', '--yes');
  const { stdout } = await cluster.run('down', '--keep-cache');
  t.regex(stdout, /the cluster's names are gone/);
  t.deepEqual(readFileSync(file), theirs);
});
