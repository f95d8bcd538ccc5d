import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import { labIds } from '../../src/course/lab-folders.ts';
import { canBeAlone, NoNetwork } from '../_helpers/no-network.ts';
import { ended, ScratchCluster, said } from '../_helpers/scratch-cluster.ts';

/** Everything of this test: the kit, what is unpacked of it, caches. */
const folder = mkdtempSync(path.join(os.tmpdir(), 'swarmlab-offline-'));
const kit = path.join(folder, 'kit');
const teacher = new ScratchCluster('offline-kit');
let alone: NoNetwork | undefined;

const offline = canBeAlone() ? test.serial : test.serial.skip;

test.after.always(() => {
  alone?.stop();
  rmSync(teacher.folder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

/** swarmlab as a learner has it who has Node.js and the kit alone, where there is no network, with an empty cache. */
function learner(name: string): ScratchCluster {
  if (!alone) throw new Error('there is a network');
  const cache = path.join(folder, `cache-${name}`);
  mkdirSync(cache);
  return new ScratchCluster(name, [
    ...alone.enter(cache),
    process.execPath,
    path.join(folder, 'unpacked/swarmlab/dist/main.js'),
  ]);
}

offline(
  'a kit is made by runs that are killed, and a last one that is not; a second does nothing',
  async (t) => {
    await teacher.init();
    for (const step of [2, 4, 5]) {
      const create = teacher.spawn('bundle', 'create', kit);
      const over = ended(create);
      t.true(await said(create, new RegExp(`^\\[${step}/`, 'm')));
      process.kill(-(create.pid as number), 'SIGKILL');
      await over;
      t.false(readdirSync(kit).includes('manifest.json'), 'half a kit is none');
    }
    const engine = `${kit}/engine/${readdirSync(`${kit}/engine`)[0]}/engine.tar`;
    const { ino, mtimeMs } = statSync(engine);
    const last = await teacher.run('bundle', 'create', kit);
    t.is(last.code, 0, last.stderr);
    t.log(last.stdout.split('\n')[0]);
    t.like(statSync(engine), { ino, mtimeMs }, 'what was there was not made again');
    t.regex(await teacher.must('bundle', 'create', kit), /nothing to do: it is all there/);
    t.regex(await teacher.must('bundle', 'verify', kit), /: whole /);
  },
);

offline('there is no network, and nothing of the kit is there yet', async (t) => {
  mkdirSync(path.join(folder, 'unpacked'));
  const archive = readdirSync(kit).find((name) => name.endsWith('.tgz')) ?? '';
  execFileSync('tar', ['-xzf', path.join(kit, archive), '-C', path.join(folder, 'unpacked')]);
  alone = await NoNetwork.start();
  const links = await alone.run('ip -brief link');
  t.notRegex(await alone.run('ip route show default; ip -6 route show default'), /./);
  t.log(`links: ${links.trim().split('\n').join(', ')}`);
  t.is(await alone.run('docker image ls --quiet'), '');
});

offline('the whole course comes up out of the kit, and each lab that can run is solved', async (t) => {
  t.timeout(1_200_000);
  const cluster = learner('offline');
  await cluster.init();
  const { code, stderr } = await cluster.run('up', '--bundle', kit);
  t.is(code, 0, stderr);
  t.regex(stderr, /from the kit .*, and from nowhere else/);
  t.deepEqual(await cluster.states(), ['ready', 'ready', 'ready']);
  const passed: string[] = [];
  for (const lab of await labIds()) {
    // Lab 00 is what `up` has solved.
    const how = lab.startsWith('00') ? ['check', lab] : ['solve', lab, '--run'];
    const solved = await cluster.run('lab', ...how);
    t.is(solved.code, 0, `${lab}:\n${solved.stdout}${solved.stderr}`);
    t.log(solved.stdout.trim().split('\n').at(-1));
    if (solved.stdout.includes(`${lab}: pass`)) passed.push(lab);
  }
  for (const lab of ['00-cluster', '01-whoami', '02-scale-and-update', '03-counter', '04-secrets'])
    t.true(passed.includes(lab), `${lab} is not in ${passed}`);
  await cluster.remove();
});

offline('and over HTTP from a server in the room', async (t) => {
  const cluster = learner('offline-http');
  await cluster.init();
  const server = cluster.spawn('bundle', 'serve', kit, '--port', '8321', '--host', '127.0.0.1');
  const over = ended(server);
  t.true(await said(server, /Ctrl-C ends it/));
  const { code, stderr } = await cluster.run('up', '--bundle', 'http://127.0.0.1:8321');
  t.is(code, 0, stderr);
  t.deepEqual(await cluster.states(), ['ready', 'ready', 'ready']);
  process.kill(-(server.pid as number), 'SIGINT');
  const served = await over;
  t.is(served.code, 0, served.stderr);
  t.regex(served.stderr, / 127\.0\.0\.1 200 \/engine\/.*\.zst \(\d+ MB\)/);
  t.regex(served.stdout, /^swarmlab up --bundle http:\/\/127\.0\.0\.1:8321$/m);
  // The server has gone home.
  t.is((await cluster.run('up')).code, 0);
  await cluster.remove();
});
