import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { imagesOf, labIds } from '../../src/course/lab-folders.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import type { ImageBundle } from '../../src/images/bundle.ts';
import { readRecipeFiles, readRecipes } from '../../src/images/recipe.ts';
import { tar, writeTar } from '../../src/images/tar.ts';
import { readThirdParty, type ThirdPartyImage } from '../../src/images/third-party.ts';
import { ensureThirdParty } from '../../src/images/third-party-bundle.ts';
import { FakeRunner } from '../_helpers/fake-runner.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const recipe: ThirdPartyImage = {
  name: 'localhost/proxy',
  tag: '3.6',
  upstream: { reference: 'proxy:v3.6.9', digest: `sha256:${'a'.repeat(64)}` },
};
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');
const plain = tar([{ type: 'file', path: 'proxy', content: Buffer.from('program') }]);
const zipped = gzipSync(plain);
const config = (architecture: string) =>
  Buffer.from(
    JSON.stringify({ architecture, os: 'linux', rootfs: { diff_ids: [`sha256:${sha256(plain)}`] } }),
  );

/** What `docker save` writes today: blobs of every platform that is there. */
function savedToday(...platforms: string[]) {
  const blob = (content: Buffer) => ({
    type: 'file' as const,
    path: `blobs/sha256/${sha256(content)}`,
    content,
  });
  const entries = platforms.map((platform) => ({
    Config: blob(config(platform)).path,
    RepoTags: null,
    Layers: [blob(plain).path, blob(zipped).path],
  }));
  return [
    ...[plain, zipped, ...platforms.map(config)].map(blob),
    { type: 'file' as const, path: 'manifest.json', content: Buffer.from(JSON.stringify(entries)) },
  ];
}

/** A Docker host that can pull, and what it saves. */
function dockerHost(saved: Parameters<typeof writeTar>[1]): FakeRunner {
  return new FakeRunner()
    .on(/^docker pull -q --platform linux\/amd64 /)
    .on(/^docker save -o /, async ({ argv }) => {
      await writeTar(argv[3] ?? '', saved);
      return {};
    });
}

function ensure(cacheFolder: string, runner: FakeRunner, image = recipe): Promise<ImageBundle> {
  return ensureThirdParty(image, { arch: 'amd64', cacheFolder, runner, report: () => {} });
}

test('an image is pulled by its digest for the architecture of the nodes, and keeps its config and layers', async (t) => {
  const runner = dockerHost(savedToday('arm64', 'amd64'));
  const bundle = await ensure(await temporaryFolder(t), runner);
  const reference = `proxy:v3.6.9@sha256:${'a'.repeat(64)}`;
  t.is(runner.ran[0], `docker pull -q --platform linux/amd64 ${reference}`);
  t.is(bundle.source, reference);
  t.deepEqual(
    bundle.images.map(({ name, tag, id }) => [name, tag, id]),
    [['localhost/proxy', '3.6', `sha256:${sha256(config('amd64'))}`]],
  );
  const index = JSON.parse(execFileSync('tar', ['-xOf', bundle.file, 'index.json'], { encoding: 'utf8' }));
  t.is(index.manifests[0].annotations['io.containerd.image.name'], 'localhost/proxy:3.6');
  t.is(index.manifests[0].digest, bundle.images[0]?.manifestDigest);
  const manifest = JSON.parse(
    execFileSync('tar', ['-xOf', bundle.file, `blobs/${index.manifests[0].digest.replace(':', '/')}`], {
      encoding: 'utf8',
    }),
  );
  t.deepEqual(
    manifest.layers.map(({ mediaType, digest }: { mediaType: string; digest: string }) => [
      mediaType,
      digest,
    ]),
    [
      ['application/vnd.oci.image.layer.v1.tar', `sha256:${sha256(plain)}`],
      ['application/vnd.oci.image.layer.v1.tar+gzip', `sha256:${sha256(zipped)}`],
    ],
  );
});

test('what an older engine saves, with links between equal layers, is the same image', async (t) => {
  const manifest = [{ Config: 'c.json', RepoTags: null, Layers: ['1/layer.tar', '2/layer.tar'] }];
  const runner = dockerHost([
    { type: 'file', path: 'c.json', content: config('amd64') },
    { type: 'file', path: '1/layer.tar', content: plain },
    { type: 'symlink', path: '2/layer.tar', target: '../1/layer.tar' },
    { type: 'file', path: 'manifest.json', content: Buffer.from(JSON.stringify(manifest)) },
  ]);
  const bundle = await ensure(await temporaryFolder(t), runner);
  t.is(bundle.images[0]?.id, `sha256:${sha256(config('amd64'))}`);
  const listing = execFileSync('tar', ['-tf', bundle.file], { encoding: 'utf8' });
  t.is(listing.split(sha256(plain)).length, 2, 'the layer is there once');
});

test('an image of another architecture is not taken for the one that was asked for', async (t) => {
  const error = await t.throwsAsync(ensure(await temporaryFolder(t), dockerHost(savedToday('arm64'))), {
    instanceOf: SwarmlabError,
  });
  t.is(error?.code, 'E_IMAGE_SOURCE');
  t.regex(error?.message ?? '', /no image for amd64/);
});

test('the second time nothing runs, and several processes at once end with one bundle', async (t) => {
  const cacheFolder = await temporaryFolder(t);
  const bundles = await Promise.all([1, 2].map(() => ensure(cacheFolder, dockerHost(savedToday('amd64')))));
  t.deepEqual(bundles[1], bundles[0]);
  t.deepEqual(await ensure(cacheFolder, new FakeRunner()), bundles[0]);
  const [folder = ''] = await readdir(path.join(cacheFolder, 'images'));
  t.regex(folder, /^proxy-3\.6-amd64-/);
  t.deepEqual((await readdir(path.join(cacheFolder, 'images', folder))).sort(), [
    'images.tar',
    'manifest.json',
  ]);
});

test('an image that nothing here can make is named with every reason, and nothing is left of it', async (t) => {
  const cacheFolder = await temporaryFolder(t);
  const runner = new FakeRunner().on(/^docker pull/, {
    exitCode: 1,
    stderr: 'x\nlookup registry: no such host\n',
  });
  const error = await t.throwsAsync(ensure(cacheFolder, runner), { instanceOf: SwarmlabError });
  t.is(
    error?.message,
    "localhost/proxy:3.6 cannot be had here: docker cannot pull proxy:v3.6.9: lookup registry: no such host; Debian's packages do not hold it",
  );
  t.deepEqual(await readdir(path.join(cacheFolder, 'images')), []);
});

test('a registry that counts pulls is named in our own words, with the way out', async (t) => {
  const stderr = readFileSync('test/fixtures/known-problems/pull-limit.txt', 'utf8');
  const runner = new FakeRunner().on(/^docker pull/, { exitCode: 1, stderr });
  const error = await t.throwsAsync(ensure(await temporaryFolder(t), runner));
  t.regex(error?.message ?? '', /no more images for now.*\(Run `docker login`.*; Debian's/);
  t.notRegex(error?.message ?? '', /toomanyrequests/);
});

test('an interrupted pull is an interruption, not a missing image', async (t) => {
  const runner = new FakeRunner().on(/^docker pull/, () => {
    throw new SwarmlabError('E_INTERRUPTED', 'docker was interrupted', { fix: '' });
  });
  const error = await t.throwsAsync(ensure(await temporaryFolder(t), runner), { instanceOf: SwarmlabError });
  t.is(error?.code, 'E_INTERRUPTED');
});

test('every third-party image has a version that its tag tells, and a digest or the reason why there is none', async (t) => {
  for (const { name, tag, upstream } of (await readThirdParty()).images) {
    const version = upstream.reference.split(':').at(-1)?.replace(/^v/, '') ?? '';
    t.true(version === tag || version.startsWith(`${tag}.`), `${name}:${tag} and ${upstream.reference}`);
    t.true(name.startsWith('localhost/'), `${name} could be pulled from a registry`);
    t.truthy(upstream.digest ?? upstream.unpinned, name);
  }
});

test('files that a recipe puts into an image are in the package', async (t) => {
  for (const { debian } of (await readThirdParty()).images)
    for (const file of await readRecipeFiles(debian ?? { files: [] })) t.true(file.length > 0);
});

test('every image that a lab uses is ours or in the list of third-party images', async (t) => {
  const known = [...(await readRecipes()).images, ...(await readThirdParty()).images];
  const names = known.map(({ name, tag }) => `${name}:${tag}`);
  t.deepEqual(names, [...new Set(names)]);
  for (const image of await imagesOf(await labIds())) t.true(names.includes(image), image);
});
