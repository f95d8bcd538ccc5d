import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { hashFile } from '../../src/files/hash-file.ts';
import { createKit } from '../../src/kit/create.ts';
import { parseManifest } from '../../src/kit/manifest.ts';
import { verifyKit } from '../../src/kit/verify.ts';
import { engineTar } from '../_helpers/engine-tar.ts';
import { kitRequest } from '../_helpers/kit.ts';
import { topology } from '../_helpers/topology.ts';

async function findings(folder: string): Promise<string[]> {
  const { signal } = new AbortController();
  const verified = await verifyKit(folder, { signal, report() {} });
  return verified.findings.map(({ path, state }) => `${state} ${path}`);
}

async function manifestOf(kit: string) {
  const manifest = parseManifest(await readFile(path.join(kit, 'manifest.json'), 'utf8'));
  if (!manifest) throw new Error('no manifest');
  return manifest;
}

test('a kit has the engine, our images, and names what could not be had with the reason', async (t) => {
  const { request, kit, lines } = await kitRequest(t);
  const { files, lacking, complete, changed } = await createKit(request);
  t.true(changed);
  t.true(complete, 'third-party images are no reason to call it incomplete');
  t.deepEqual(
    files.map(({ path }) => path.replace(/-[0-9a-f]{12,16}/, '-X')),
    [
      'README.txt',
      'engine/file-X-amd64/engine.tar',
      'engine/file-X-amd64/manifest.json',
      'images/labs-amd64-X/images.tar',
      'images/labs-amd64-X/manifest.json',
    ],
  );
  t.deepEqual(await findings(kit), []);
  const grafana = lacking.find(({ what }) => what === 'localhost/grafana:12');
  t.regex(grafana?.reason ?? '', /docker is not installed; Debian's packages do not hold it/);
  t.deepEqual((await manifestOf(kit)).lacking, [...lacking]);
  t.true(
    lines.some((line) => /^\[1\/\d+\] Docker Engine \(amd64\): \d+ kB$/.test(line)),
    lines.join('\n'),
  );
  t.regex(await readFile(path.join(kit, 'README.txt'), 'utf8'), /up --bundle http:\/\/ADDRESS/);
});

test('a second create does nothing, even with an empty cache, and keeps the manifest as it is', async (t) => {
  const { request, kit, runner } = await kitRequest(t);
  await createKit(request);
  const before = await readFile(path.join(kit, 'manifest.json'), 'utf8');
  await rm(request.cacheFolder, { recursive: true });
  const ran = runner.ran.length;
  const { changed } = await createKit({ ...request, created: '2027-01-01T00:00:00.000Z' });
  t.false(changed);
  t.is(await readFile(path.join(kit, 'manifest.json'), 'utf8'), before);
  const again = runner.ran
    .slice(ran)
    .filter((line) => line.includes('busybox-static:') || line.startsWith('tar'));
  t.deepEqual(again, [], 'what is there is not made again');
});

test('a create that was ended anywhere is gone on with, and finished parts are not made again', async (t) => {
  const { request, kit, runner } = await kitRequest(t);
  for (const at of [1, 2, 3]) {
    const abort = new AbortController();
    let steps = 0;
    const report = () => {
      steps += 1;
      if (steps === at) abort.abort(new Error('ended'));
    };
    await createKit({ ...request, signal: abort.signal, report }).catch(() => {});
    t.notRegex((await readdir(kit)).join(), /manifest\.json/, 'a kit that is not finished has no manifest');
  }
  const made = runner.ran.length;
  const { files } = await createKit(request);
  t.is(files.length, 5);
  t.deepEqual(await findings(kit), []);
  t.true(runner.ran.length >= made);
  t.is(
    runner.ran.filter((line) => line.includes('busybox-static:')).length,
    1,
    'the lab images were made once',
  );
});

test('what a killed create left half-written is not taken for whole', async (t) => {
  const { request, kit } = await kitRequest(t);
  await createKit(request);
  const files = (await manifestOf(kit)).files.map(({ path }) => path);
  const tar = files.find((name) => name.endsWith('engine.tar')) ?? '';
  await rm(path.join(kit, 'manifest.json'));
  await truncate(path.join(kit, tar), 100);
  await writeFile(path.join(kit, `${tar}.part`), 'half');
  await writeFile(path.join(kit, 'unfinished.json'), '{"format": 1');
  await createKit(request);
  t.deepEqual(await findings(kit), []);
});

test('a file that a finished kit lost, or that was cut, is put back by the next create', async (t) => {
  const { request, kit } = await kitRequest(t);
  await createKit(request);
  for (const { path: name } of (await manifestOf(kit)).files) {
    await rm(path.join(kit, name));
    t.deepEqual(await findings(kit), [`missing ${name}`]);
    await createKit(request);
    t.deepEqual(await findings(kit), [], name);
    await truncate(path.join(kit, name), 1);
    await createKit(request);
    t.deepEqual(await findings(kit), [], name);
  }
});

test('a create that was killed in its very first part is gone on with', async (t) => {
  const { request, kit } = await kitRequest(t);
  const report = () => {
    throw new Error('killed');
  };
  await t.throwsAsync(createKit({ ...request, report }), { message: 'killed' });
  await writeFile(path.join(kit, 'swarmlab-0.1.0.tgz.part'), 'half');
  await writeFile(path.join(kit, '.unfinished.json.0a1b2c3d.tmp'), '');
  await createKit(request);
  t.deepEqual(await findings(kit), []);
});

test('what killed creates left is gone once another is done', async (t) => {
  const { request, kit } = await kitRequest(t);
  await createKit(request);
  const whole = (await readdir(kit, { recursive: true })).sort();
  for (const name of [
    '.unfinished.json.0a1b2c3d.tmp',
    '.manifest.json.0a1b2c3d.tmp',
    'swarmlab-0.0.9.tgz.part.tar',
    'engine/old.tar.part',
  ])
    await writeFile(path.join(kit, name), 'half');
  await mkdir(path.join(kit, 'box.part.d'));
  await createKit(request);
  t.deepEqual((await readdir(kit, { recursive: true })).sort(), whole);
});

test('another processor is added to a kit, and what is there stays', async (t) => {
  const engine = { source: 'file' as const, file: 'docker-28.0.4.tar' };
  const { request, kit } = await kitRequest(t);
  await createKit(request);
  await engineTar(request.folder, { arch: 'arm64', name: 'arm.tar' });
  const { files, complete } = await createKit({
    ...request,
    arches: ['arm64'],
    topology: topology({ provider: 'ssh', engine: { ...engine, file: 'arm.tar' } }),
  });
  t.deepEqual([...new Set(files.map(({ kind, arch }) => `${kind} ${arch}`))].sort(), [
    'engine arm64',
    'images amd64',
    'images arm64',
    'readme undefined',
  ]);
  t.true(complete);
  t.deepEqual(await findings(kit), [], 'the engine that the plan does not name any more is gone');
});

test('what is left out is not looked for', async (t) => {
  const { request, runner } = await kitRequest(t, { without: ['tool', 'third-party'] });
  const { lacking } = await createKit(request);
  t.deepEqual(lacking, []);
  t.false(runner.ran.some((line) => line.startsWith('docker')));
});

test('a folder with something else in it is refused, and nothing in it is touched', async (t) => {
  const { request, kit } = await kitRequest(t);
  await mkdir(kit);
  await writeFile(path.join(kit, 'README.txt'), 'mine');
  await t.throwsAsync(createKit(request), { code: 'E_BUNDLE', message: /holds something else than a kit/ });
  t.is(await readFile(path.join(kit, 'README.txt'), 'utf8'), 'mine');
});

test('the box that the user names is in the kit, for the name that the plan gives it', async (t) => {
  const { request, kit, runner } = await kitRequest(t);
  const box = path.join(request.folder, 'some.box');
  await writeFile(box, 'a box');
  const vagrant = { box: 'swarmlab/debian-13', provider: 'libvirt' as const };
  const plan = topology({ provider: 'vagrant', engine: request.topology.engine, vagrant });
  await createKit({ ...request, topology: plan, box });
  const [file] = (await manifestOf(kit)).files.filter(({ kind }) => kind === 'box');
  t.is(file?.path, 'box/swarmlab-debian-13-amd64.box');
  t.is(file?.sha256, (await hashFile(box)).sha256);
  t.false(runner.ran.some((line) => line.startsWith('vagrant')));
  t.regex(
    await readFile(path.join(kit, 'README.txt'), 'utf8'),
    /--hypervisor libvirt --box swarmlab\/debian-13/,
  );
});

test('without a file the box is packed from what Vagrant has', async (t) => {
  const { request, kit, runner } = await kitRequest(t);
  const stamp = '1795231235,';
  const listed = [
    `${stamp},ui,info,swarmlab/debian-13 (libvirt%!(VAGRANT_COMMA) 0)`,
    `${stamp},box-name,other`,
    `${stamp},box-provider,libvirt`,
    `${stamp},box-version,1`,
    `${stamp},box-name,swarmlab/debian-13`,
    `${stamp},box-provider,libvirt`,
    `${stamp},box-version,0`,
  ];
  runner
    .on(/^vagrant box list --machine-readable/, { stdout: listed.join('\n') })
    .on(/^vagrant box repackage swarmlab\/debian-13 libvirt 0$/, async ({ cwd }) => {
      await writeFile(path.join(cwd ?? '', 'package.box'), 'packed');
      return {};
    });
  const vagrant = { box: 'swarmlab/debian-13' };
  const plan = topology({ provider: 'vagrant', engine: request.topology.engine, vagrant });
  await createKit({ ...request, topology: plan });
  t.is(await readFile(path.join(kit, 'box/swarmlab-debian-13-amd64.box'), 'utf8'), 'packed');
  t.deepEqual(await findings(kit), []);
});

test('a box that Vagrant does not have is named, with what to do', async (t) => {
  const { request, runner } = await kitRequest(t);
  runner.on(/^vagrant box list/, { stdout: '1795231235,,ui,warn,There are no installed boxes!\n' });
  const plan = topology({ provider: 'vagrant', engine: request.topology.engine });
  const { lacking, complete } = await createKit({ ...request, topology: plan });
  t.false(complete);
  t.regex(lacking.find(({ path }) => path.startsWith('box/'))?.reason ?? '', /`vagrant box add .*--box FILE/);
});

test("the docker provider's node image goes in compressed, out of the file tree that is kept", async (t) => {
  const { request, kit, runner } = await kitRequest(t);
  runner
    .on(/^docker image inspect/, { exitCode: 1 })
    .on(/^docker pull/, { exitCode: 1, stderr: 'no such host' })
    .on(/^mmdebstrap/, async ({ argv }) => {
      await writeFile(argv.at(-1) ?? '', 'a file tree');
      return {};
    })
    .on(/^docker import/, { stdout: 'sha256:new\n' })
    .on(/^docker tag/);
  const plan = topology({ provider: 'docker', engine: request.topology.engine });
  await createKit({ ...request, topology: plan });
  const [file] = (await manifestOf(kit)).files.filter(({ kind }) => kind === 'node-image');
  t.regex(file?.path ?? '', /^node-image\/[0-9a-f]{12}-amd64\.tar\.gz$/);
  const { gunzipSync } = await import('node:zlib');
  t.is(gunzipSync(await readFile(path.join(kit, file?.path ?? ''))).toString(), 'a file tree');
  t.deepEqual(await findings(kit), []);
});

test('a node image that came from a registry is exported', async (t) => {
  const { request, kit, runner } = await kitRequest(t);
  runner
    .on(/^docker image inspect/)
    .on(/^docker pull/, { exitCode: 1, stderr: 'no such host' })
    .on(/^docker create swarmlab\/node:/, { stdout: 'c0ffee\n' })
    .on(/^docker export --output .* c0ffee$/, async ({ argv }) => {
      await writeFile(argv[3] ?? '', 'exported');
      return {};
    })
    .on(/^docker rm --force c0ffee$/);
  const plan = topology({ provider: 'docker', engine: request.topology.engine });
  await createKit({ ...request, topology: plan });
  t.true(runner.ran.includes('docker rm --force c0ffee'));
  t.is((await manifestOf(kit)).files.filter(({ kind }) => kind === 'node-image').length, 1);
  t.deepEqual(await findings(kit), []);
});
