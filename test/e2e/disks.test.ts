import { readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { ended, ScratchCluster } from '../_helpers/scratch-cluster.ts';

const cluster = new ScratchCluster('disks');
test.before(async () => {
  await cluster.init('--nodes', '2');
  await cluster.must('up', '--until', 'connect');
});
test.after.always(() => cluster.remove());

const small = (folder: string) => `mkdir -p ${folder} && mount -t tmpfs -o size=64m tmpfs ${folder}`;

test.serial('too small a disk is found before anything is pushed, by the name of its node', async (t) => {
  await cluster.on('core-02', small('/opt'));
  const { code, stderr } = await cluster.run('up');
  await cluster.on('core-02', 'umount /opt');
  t.is(code, 4, stderr);
  t.regex(
    stderr,
    /^error: core-02: it has 64 MiB of free disk; the engine and the labs need \d+ \[E_VALIDATE\]$/m,
  );
  t.regex(stderr, /^ {2}fix: Look with `swarmlab ssh core-02 df -h` and make room\.$/m);
});

test.serial(
  'a disk that has no room for the engine is named with what is needed and what is there',
  async (t) => {
    await cluster.on('core-02', small('/opt/swarmlab'));
    const { code, stderr } = await cluster.run('up');
    await cluster.on('core-02', 'umount /opt/swarmlab');
    t.is(code, 4, stderr);
    t.regex(stderr, /^error: core-02: the engine needs \d+ MiB in \/opt, 64 MiB are free \[E_DISK_FULL\]$/m);
    t.regex(
      stderr,
      /^ {2}fix: Free some space on core-02 \(see: df -h \/opt\), then run the same command again\.$/m,
    );
    t.regex(stderr, /core-01: Form the swarm: /, 'the other node went on');
  },
);

test.serial('half a bundle, half an upload and half an engine on a node do no harm', async (t) => {
  const log = readFileSync(path.join(cluster.folder, '.swarmlab/logs/up.log'), 'utf8');
  const [, bundle, tarball] = /upload (\/.*) -> (\/opt\/swarmlab\/engine\/\S+) \(/.exec(log) ?? [];
  if (!bundle || !tarball) throw new Error(`no upload stands in the log:\n${log}`);
  const place = tarball.replace(/\.engine\.tar.*$/, '');
  const half = readFileSync(bundle).subarray(0, 1_000_000);
  const put = cluster.spawn(
    'ssh',
    'core-02',
    `mkdir -p ${place}/docker && tee ${tarball} ${tarball}.part-0f >${place}/docker/dockerd`,
  );
  put.stdin?.write(half);
  t.is((await ended(put)).code, 0);

  const { code, stderr } = await cluster.run('up');
  t.is(code, 0, stderr);
  t.deepEqual(await cluster.states(), ['ready', 'ready']);
  const programs = `cd ${place}/docker && sha256sum *; readlink -f /proc/$(pidof dockerd)/exe; ls ${place}*`;
  const [whole, mended] = [await cluster.on('core-01', programs), await cluster.on('core-02', programs)];
  t.regex(whole, /dockerd\n/);
  t.is(mended, whole);
});
