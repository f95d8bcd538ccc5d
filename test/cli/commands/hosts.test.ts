import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { removeIfThere } from '../../../src/cli/commands/hosts-remove.ts';
import { run } from '../../../src/cli/run.ts';
import { FakeIo, fakeContext } from '../../_helpers/fake-io.ts';
import { labFolder } from '../../_helpers/lab-folder.ts';

const theirs = '127.0.0.1 localhost\n10.0.0.1 core-02\n';

/** A cluster's folder and a hosts file beside it. */
async function scene(t: ExecutionContext, content = theirs, provider = 'vagrant') {
  const { folder, configFile } = await labFolder(t);
  await writeFile(configFile, (await readFile(configFile, 'utf8')).replace('docker', provider));
  const file = path.join(folder, 'hosts');
  await writeFile(file, content);
  const io = new FakeIo(folder, { SWARMLAB_HOSTS_FILE: file, LC_ALL: 'C' });
  const say = async (line: string) => {
    io.out = '';
    io.err = '';
    return run(line.split(' '), io);
  };
  return { io, file, say, text: () => readFile(file, 'utf8') };
}

test('names are added with a yes, shown, and removed: the file is what it was', async (t) => {
  const { io, say, text } = await scene(t);
  t.is(await say('hosts add --yes'), 0, io.err);
  t.regex(io.err, /left out: core-02 is on line 2 already \(10\.0\.0\.1\)/);
  t.regex(io.out, /hosts: 5 names are there now\./);
  t.true((await text()).startsWith(theirs));
  t.regex(await text(), /^172\.17\.8\.101 core-01$/m);
  t.notRegex(await text(), /172\.17\.8\.102/);

  t.is(await say('hosts add --yes'), 0);
  t.regex(io.out, /the names are there already/);

  t.is(await say('hosts show'), 0);
  t.regex(io.out, /172\.17\.8\.101 +core-01 +is there/);
  t.is(await say('hosts show --json'), 0);
  const shown = JSON.parse(io.out);
  t.deepEqual(shown.names[0], { name: 'core-01', address: '172.17.8.101', there: true });
  t.is(shown.leftOut.length, 1);

  t.is(await say('hosts remove'), 0);
  t.regex(io.out, /the cluster's names are gone/);
  t.is(await text(), theirs);
  t.is(await say('hosts remove'), 0, 'again is fine');
  t.is(await text(), theirs);
});

test('without a yes and without a terminal nothing is written', async (t) => {
  const { io, say, text } = await scene(t);
  t.is(await say('hosts add'), 2);
  t.regex(io.err, /E_NO_TTY/);
  t.regex(io.err, /fix: To agree: swarmlab hosts add --yes/);
  t.is(await text(), theirs);
});

test('where every name is somebody else’s, there is nothing to add', async (t) => {
  const all = 'core-01 core-02 core-03 counter.swarm.test grafana.swarm.test portainer.swarm.test';
  const { io, say, text } = await scene(t, `10.0.0.1 ${all}\n`);
  t.is(await say('hosts add --yes'), 2);
  t.regex(io.err, /there is no name to add/);
  t.is(await text(), `10.0.0.1 ${all}\n`);
});

test('`down` takes the names out, says nothing where there are none, and goes on where it cannot', async (t) => {
  const { io, file, say, text } = await scene(t);
  const { context } = fakeContext(io);
  await removeIfThere(context);
  t.is(io.out + io.err, '');
  await say('hosts add --yes');
  await removeIfThere(context);
  t.is(await text(), theirs);
  await say('hosts add --yes');
  await writeFile(file, (await text()).replace(/# swarmlab hosts: end.*\n/, ''));
  await removeIfThere(context);
  t.regex(io.err, /names stay in the hosts file: .*lost its last line/);
});

test('of machines that this computer cannot reach only the labs’ hosts are named, and how they get there', async (t) => {
  const { io, say, text } = await scene(t, theirs, 'docker');
  t.is(await say('hosts add --yes'), 0);
  t.notRegex(await text(), /core-01/);
  t.regex(await text(), /^127\.0\.0\.1 counter\.swarm\.test$/m);
  t.regex(io.err, /core-01 has no address on this computer/);
  t.regex(io.err, /`swarmlab forward PORT` opens the cluster's port there/);
});
