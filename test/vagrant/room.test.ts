import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import { boxName, notePhases, timed, VmCluster } from '../_helpers/vm-cluster.ts';

// A room without internet: VMs from an offline kit, lab 01 on them, and a snapshot that brings them back.

const folder = mkdtempSync(path.join(os.tmpdir(), 'swarmlab-room-'));
const kit = path.join(folder, 'kit');
const cache = path.join(folder, 'cache');
mkdirSync(cache);
const teacher = new VmCluster('teacher');
/** Where there is no network at all, not even loopback; the VMs are in a namespace that Vagrant has its own way into. */
const learner = new VmCluster('room', [
  ...['unshare', '--net', 'env', `SWARMLAB_CACHE=${cache}`],
  ...[process.execPath, path.resolve('dist/main.js')],
]);
const ready = ['ready', 'ready', 'ready'];

test.after.always(async () => {
  await learner.remove();
  for (const each of [teacher.folder, folder]) rmSync(each, { recursive: true, force: true });
});

const vagrant = (...args: string[]) => execFileSync('vagrant', args, { encoding: 'utf8' });

test.serial('a kit with engine, images and the box that Vagrant has here', async (t) => {
  await teacher.init();
  const create = ['bundle', 'create', kit, '--without', 'third-party,tool'];
  t.log((await timed('bundle create', () => teacher.must(...create))).split('\n')[0]);
  t.true(readdirSync(path.join(kit, 'box')).length > 0);
  t.regex(await timed('bundle verify', () => teacher.must('bundle', 'verify', kit)), /: whole /);
});

test.serial('without a network and without the box, VMs come up out of the kit', async (t) => {
  vagrant('box', 'remove', '--force', '--all', boxName);
  t.notRegex(vagrant('box', 'list'), new RegExp(boxName));
  await learner.init();
  const { code, stderr } = await timed('up out of the kit', () => learner.run('up', '--bundle', kit));
  notePhases(stderr);
  t.is(code, 0, stderr);
  t.regex(stderr, /from the kit .*, and from nowhere else/);
  t.regex(vagrant('box', 'list'), new RegExp(boxName));
  t.deepEqual(await learner.states(), ready);
});

test.serial('lab 01 passes there', async (t) => {
  await timed('lab 01 out of the kit', () => learner.solve('01-whoami'));
  t.true(await learner.passes('whoami', 120_000));
});

test.serial('a snapshot is saved, and the same swarm goes on with its service', async (t) => {
  const { code, stderr } = await timed('snapshot save', () => learner.run('snapshot', 'save', 'before'));
  t.is(code, 0, stderr);
  const [only] = JSON.parse(await learner.must('snapshot', 'list', '--json'));
  t.like(only, { name: 'before', whole: true });
  t.deepEqual(await learner.states(), ready);
  t.true(await learner.passes('whoami', 120_000));
});

test.serial('what was broken since is back after a restore', async (t) => {
  const service = "docker service inspect --format '{{.ID}}' whoami";
  const before = await learner.on('core-01', service);
  await learner.on('core-01', 'docker service rm whoami');
  await learner.on('core-03', 'docker swarm leave --force; touch /opt/mine');
  t.notDeepEqual(await learner.states(), ready);
  const { code, stderr } = await timed('snapshot restore', () =>
    learner.run('snapshot', 'restore', 'before'),
  );
  t.is(code, 0, stderr);
  t.deepEqual(await learner.states(), ready);
  t.deepEqual(await learner.members(), ['core-01', 'core-02', 'core-03']);
  t.is(await learner.on('core-01', service), before);
  t.is((await learner.on('core-03', 'ls /opt/mine 2>/dev/null || echo gone')).trim(), 'gone');
  t.true(await learner.passes('whoami', 120_000));
});

test.serial('a snapshot that is removed is gone from every VM', async (t) => {
  await learner.must('snapshot', 'rm', 'before');
  t.is(await learner.must('snapshot', 'list', '--json').then((json) => JSON.parse(json).length), 0);
});
