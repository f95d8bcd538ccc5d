import { spawn, spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { engineStartProbe } from '../../src/cluster/engine-start.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('each start of an engine is told from every other', async (t) => {
  const pidFile = path.join(await temporaryFolder(t), 'docker.pid');
  const look = async (pid: number) => {
    await writeFile(pidFile, String(pid));
    return spawnSync('sh', ['-c', engineStartProbe(pidFile)], { encoding: 'utf8' }).stdout;
  };
  const other = spawn('sleep', ['60']);
  t.teardown(() => other.kill());
  const first = await look(process.pid);
  t.regex(first, /^engine_start=[0-9a-f-]{36} \d+\n$/);
  t.is(await look(process.pid), first);
  t.not(await look(other.pid as number), first);
});

onLinux('where no engine runs there is no start, and no complaint', async (t) => {
  const pidFile = path.join(await temporaryFolder(t), 'docker.pid');
  const { stdout, stderr } = spawnSync('sh', ['-c', engineStartProbe(pidFile)], { encoding: 'utf8' });
  t.is(stdout + stderr, '');
});
