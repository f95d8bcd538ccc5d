import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { type BundleRequest, type EngineBundle, ensureEngineBundle } from '../../src/engine/bundle.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import type { Command } from '../../src/transport/runner.ts';
import { engineTar } from '../_helpers/engine-tar.ts';
import { FakeRunner } from '../_helpers/fake-runner.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const missing = ({ argv }: Command): never => {
  throw new SwarmlabError('E_COMMAND_MISSING', `${argv[0]} is not installed`, { fix: '' });
};
const compress = async ({ argv }: Command) => {
  await writeFile(argv.at(-1) ?? '', 'compressed');
  return {};
};
const offline: typeof globalThis.fetch = async () => {
  throw new TypeError('fetch failed', { cause: new Error('ENOTFOUND') });
};

async function requestFor(
  t: ExecutionContext,
  engine: BundleRequest['engine'],
  runner: FakeRunner,
): Promise<BundleRequest> {
  const folder = await temporaryFolder(t);
  const aptPaths = { folder: path.join(folder, 'apt'), keyring: path.join(folder, 'keyring.gpg') };
  const { signal } = new AbortController();
  const cacheFolder = path.join(folder, 'cache');
  return {
    engine,
    folder,
    cacheFolder,
    arch: 'amd64',
    runner,
    fetch: offline,
    aptPaths,
    report() {},
    signal,
  };
}

function pushed(bundle: EngineBundle | 'preinstalled'): EngineBundle {
  if (bundle === 'preinstalled') throw new Error('a bundle was expected');
  return bundle;
}

test('preinstalled needs no bundle', async (t) => {
  const request = await requestFor(t, { source: 'preinstalled' }, new FakeRunner());
  t.is(await ensureEngineBundle(request), 'preinstalled');
});

test("a file of the user's becomes a bundle once; the second time nothing is done", async (t) => {
  const runner = new FakeRunner().on(/^zstd --version/).on(/^zstd -q/, compress);
  const request = await requestFor(t, { source: 'file', file: 'docker-28.0.4.tar' }, runner);
  await engineTar(request.folder);
  const first = pushed(await ensureEngineBundle(request));
  t.is(first.manifest.version, '28.0.4');
  t.is((await first.variant('zst')).bytes, 'compressed'.length);
  t.true(await first.canZstd());
  const before = runner.ran.length;
  const second = pushed(await ensureEngineBundle(request));
  t.is(second.id, first.id);
  t.is(runner.ran.length, before);
});

test('a bundle that lost a part of itself is made anew', async (t) => {
  const runner = new FakeRunner().on(/^zstd/, missing);
  const request = await requestFor(t, { source: 'file', file: 'docker-28.0.4.tar' }, runner);
  await engineTar(request.folder);
  const { folder, manifest } = pushed(await ensureEngineBundle(request));
  const damages = [
    () => truncate(path.join(folder, 'engine.tar'), 100),
    () => rm(path.join(folder, 'engine.tar')),
    () => writeFile(path.join(folder, 'manifest.json'), '{"format": 2}'),
    () => writeFile(path.join(folder, 'manifest.json'), '{'),
  ];
  for (const damage of damages) {
    await damage();
    const again = pushed(await ensureEngineBundle(request));
    t.deepEqual(again.manifest, manifest);
    t.is((await readFile(path.join(folder, 'engine.tar'))).length, manifest.files.none.bytes);
  }
});

test('a variant nobody asked for before is made once and remembered', async (t) => {
  const runner = new FakeRunner().on(/^zstd/, missing);
  const request = await requestFor(t, { source: 'file', file: 'docker-28.0.4.tar' }, runner);
  const tar = await engineTar(request.folder);
  const bundle = pushed(await ensureEngineBundle(request));
  t.false(await bundle.canZstd());
  const [one, two] = await Promise.all([bundle.variant('gz'), bundle.variant('gz')]);
  t.is(one, two);
  t.deepEqual(gunzipSync(await readFile(one.path)), await readFile(tar));
  const later = pushed(await ensureEngineBundle(request));
  t.is(later.manifest.files.gz?.sha256, one.sha256);
  t.deepEqual((await readdir(bundle.folder)).sort(), ['engine.tar', 'engine.tar.gz', 'manifest.json']);
});

test('without internet and without apt, both reasons are told', async (t) => {
  const request = await requestFor(t, { source: 'auto' }, new FakeRunner().on(/^apt-get/, missing));
  const error = await t.throwsAsync(ensureEngineBundle(request), { instanceOf: SwarmlabError });
  t.is(error.code, 'E_ENGINE_SOURCE');
  t.is(
    error.message,
    'no source of the Docker Engine can be used: download.docker.com cannot be reached (ENOTFOUND), and apt-get is not installed',
  );
  t.regex(error.fix, /engine\.source: file/);
});

test("without internet the engine is made of Debian's packages, in a private apt folder", async (t) => {
  const runner = new FakeRunner()
    .on(/^zstd/, missing)
    .on(/^(apt-get|dpkg-deb) --version/)
    .on(/^apt-get .* update$/)
    .on(/^apt-get .* download /, async ({ cwd }) => {
      for (const name of ['docker.io_26.deb', 'runc_1.deb'])
        await writeFile(path.join(cwd ?? '', name), name);
      return {};
    })
    .on(/^dpkg-deb -f .*docker/, {
      stdout: 'Package: docker.io\nVersion: 26.1.5+dfsg1-9\nDepends: libc6 (>= 2.34), tini\n',
    })
    .on(/^dpkg-deb -f .*runc/, {
      stdout: 'Package: runc\nVersion: 1.1.15+ds1-2\nDepends: libc6 (>= 2.38), libseccomp2\n',
    })
    .on(/^dpkg-deb -x .*docker/, ({ argv }) => unpack(argv.at(-1) ?? ''))
    .on(/^dpkg-deb -x .*runc/)
    .on(/^tar /, async ({ argv }) => {
      await writeFile(argv[argv.indexOf('-cf') + 1] ?? '', 'a tarball');
      return {};
    });
  const request = await requestFor(t, { source: 'auto' }, runner);
  const { folder: apt, keyring } = request.aptPaths ?? { folder: '', keyring: '' };
  await writeFile(keyring, '');
  await mkdir(apt);
  await writeFile(path.join(apt, 'sources.list'), 'deb http://mirror.example/debian bookworm main\n');
  const { manifest, folder } = pushed(await ensureEngineBundle(request));
  t.is(manifest.source, 'debian');
  t.is(manifest.version, '26.1.5');
  t.is(manifest.glibc, '2.38');
  t.deepEqual(
    manifest.madeFrom.map(({ name, version }) => [name, version]),
    [
      ['docker.io_26.deb', '26.1.5+dfsg1-9'],
      ['runc_1.deb', '1.1.15+ds1-2'],
    ],
  );
  t.deepEqual((await readdir(folder)).sort(), ['engine.tar', 'manifest.json']);
});

async function unpack(root: string): Promise<Record<string, never>> {
  await mkdir(path.join(root, 'usr/bin'), { recursive: true });
  await mkdir(path.join(root, 'usr/sbin'), { recursive: true });
  for (const name of ['containerd', 'containerd-shim-runc-v2', 'ctr', 'docker', 'tini-static'])
    await writeFile(path.join(root, 'usr/bin', name), name);
  for (const name of ['docker-proxy', 'dockerd', 'runc'])
    await writeFile(path.join(root, 'usr/sbin', name), name);
  return {};
}
