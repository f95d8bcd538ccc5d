import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import path from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { type Image, writeImageArchive } from '../../src/images/archive.ts';
import { imageConfig } from '../../src/images/image-config.ts';
import { imageSettings } from '../../src/images/image-settings.ts';
import { tarLayer } from '../../src/images/layer.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

function image(name = 'swarmlab/thing', settings: object = {}, ...contents: string[]): Image {
  const layers = (contents.length > 0 ? contents : ['lower', 'upper']).map((it) => tarLayer(Buffer.from(it)));
  const words = { env: { GREETING: 'hello' }, entrypoint: ['/thing'], ports: [4567], ...settings };
  return { name, tag: '7', config: imageConfig('amd64', imageSettings.parse(words), layers), layers };
}

async function archive(t: ExecutionContext, ...images: Image[]) {
  const file = path.join(await temporaryFolder(t), 'images.tar');
  const written = await writeImageArchive(file, images);
  const read = (name: string) => execFileSync('tar', ['-xOf', file, name]);
  return { file, written, read, json: (name: string) => JSON.parse(read(name).toString()) };
}

function sha256(data: Buffer | string): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}

test('docker load finds the config and the layers where manifest.json says', async (t) => {
  const { written, read, json } = await archive(t, image());
  const [entry] = json('manifest.json');
  t.deepEqual(entry.RepoTags, ['swarmlab/thing:7']);
  t.deepEqual(
    entry.Layers.map((path: string) => read(path).toString()),
    ['lower', 'upper'],
  );
  const config = read(entry.Config);
  t.is(sha256(config), written.images[0]?.id ?? '');
  const { architecture, config: run, rootfs } = JSON.parse(config.toString());
  t.is(architecture, 'amd64');
  t.deepEqual(run.Entrypoint, ['/thing']);
  t.deepEqual(run.ExposedPorts, { '4567/tcp': {} });
  t.true(run.Env.includes('GREETING=hello'));
  t.deepEqual(rootfs.diff_ids, [sha256('lower'), sha256('upper')]);
});

test('containerd finds the same image through the OCI layout', async (t) => {
  const { written, read, json } = await archive(t, image());
  t.is(read('oci-layout').toString(), '{"imageLayoutVersion":"1.0.0"}');
  const [descriptor] = json('index.json').manifests;
  t.is(descriptor.digest, written.images[0]?.manifestDigest);
  t.is(descriptor.annotations['io.containerd.image.name'], 'docker.io/swarmlab/thing:7');
  const manifest = read(`blobs/sha256/${descriptor.digest.slice(7)}`);
  t.is(sha256(manifest), descriptor.digest);
  t.is(manifest.length, descriptor.size);
  t.is(JSON.parse(manifest.toString()).config.digest, written.images[0]?.id);
});

test('images with a layer in common are in one archive, and the layer is in it once', async (t) => {
  const { file, written, json } = await archive(
    t,
    image('localhost/one', {}, 'base', 'a'),
    image('localhost/two', {}, 'base', 'b'),
  );
  const names = execFileSync('tar', ['-tf', file], { encoding: 'utf8' }).trim().split('\n');
  t.is(names.filter((name) => name.includes(sha256('base').slice(7))).length, 1);
  t.deepEqual(
    json('manifest.json').map(({ RepoTags }: { RepoTags: string[] }) => RepoTags),
    [['localhost/one:7'], ['localhost/two:7']],
  );
  t.deepEqual(
    json('index.json').manifests.map(({ digest }: { digest: string }) => digest),
    written.images.map(({ manifestDigest }) => manifestDigest),
  );
});

test('a health check is told in the units of the Engine API', (t) => {
  const healthcheck = {
    test: ['CMD', '/probe', '-q'],
    interval: '2s',
    timeout: '500ms',
    startPeriod: '1m',
    startInterval: '250ms',
    retries: 5,
  };
  const { config } = JSON.parse(image('x', { healthcheck }).config.toString());
  t.deepEqual(config.Healthcheck, {
    Test: ['CMD', '/probe', '-q'],
    Interval: 2_000_000_000,
    Timeout: 500_000_000,
    StartPeriod: 60_000_000_000,
    StartInterval: 250_000_000,
    Retries: 5,
  });
});

test('user, volumes, working folder and labels are in the config', (t) => {
  const words = {
    user: '65534:65534',
    volumes: ['/data'],
    workingFolder: '/data',
    labels: { source: 'here' },
  };
  const { config } = JSON.parse(image('x', words).config.toString());
  t.is(config.User, '65534:65534');
  t.deepEqual(config.Volumes, { '/data': {} });
  t.is(config.WorkingDir, '/data');
  t.deepEqual(config.Labels, { source: 'here' });
});

test("the image keeps a registry that its name begins with, and Docker Hub's otherwise", async (t) => {
  const names = ['localhost/thing', 'registry.example:5000/thing', 'traefik'];
  const { json } = await archive(t, ...names.map((name) => image(name)));
  t.deepEqual(
    json('index.json').manifests.map(
      ({ annotations }: { annotations: Record<string, string> }) => annotations['io.containerd.image.name'],
    ),
    ['localhost/thing:7', 'registry.example:5000/thing:7', 'docker.io/library/traefik:7'],
  );
});

test('the same content gives the same bytes, on every computer and in every version', async (t) => {
  const { written } = await archive(t, image());
  const [{ id, manifestDigest } = { id: '', manifestDigest: '' }] = written.images;
  t.deepEqual(
    [id, manifestDigest, written.sha256],
    [
      'sha256:07d796ab39eaeb541a677c08562bc9784b84de8fccd261d51ebea8687282e676',
      'sha256:ec44c36cb7b59eb24d7dca800a25d39a07de4b4213ac7ef7912d12e230f03869',
      'f24c1b29bc9ceeacc18e8e7bb965055d7546505d9346092054e21ee8e62e0de8',
    ],
  );
});

test('another content is another image', async (t) => {
  const images = [image(), image(undefined, { env: {} }), image(undefined, {}, 'lower')];
  const { written } = await archive(t, ...images);
  t.is(new Set(written.images.map(({ id }) => id)).size, 3);
});
