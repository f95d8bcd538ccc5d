import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import test from 'ava';
import { type ImageContent, imageArchive } from '../../src/images/archive.ts';

const content: ImageContent = {
  name: 'swarmlab/thing',
  tag: '7',
  arch: 'amd64',
  layers: [Buffer.from('lower'), Buffer.from('upper')],
  env: { GREETING: 'hello' },
  entrypoint: ['/thing'],
  ports: [4567],
};

function fileIn(tar: Buffer, path: string): Buffer {
  return execFileSync('tar', ['-xOf', '-', path], { input: tar });
}

function sha256(data: Buffer): string {
  return `sha256:${createHash('sha256').update(data).digest('hex')}`;
}

test('docker load finds the config and the layers where manifest.json says', (t) => {
  const { id, tar } = imageArchive(content);
  const [entry] = JSON.parse(fileIn(tar, 'manifest.json').toString());
  t.deepEqual(entry.RepoTags, ['swarmlab/thing:7']);
  t.deepEqual(
    entry.Layers.map((path: string) => fileIn(tar, path).toString()),
    ['lower', 'upper'],
  );
  const config = fileIn(tar, entry.Config);
  t.is(sha256(config), id);
  const { architecture, config: run, rootfs } = JSON.parse(config.toString());
  t.is(architecture, 'amd64');
  t.deepEqual(run.Entrypoint, ['/thing']);
  t.deepEqual(run.ExposedPorts, { '4567/tcp': {} });
  t.true(run.Env.includes('GREETING=hello'));
  t.deepEqual(rootfs.diff_ids, content.layers.map(sha256));
});

test('containerd finds the same image through the OCI layout', (t) => {
  const { id, manifestDigest, tar } = imageArchive(content);
  t.is(fileIn(tar, 'oci-layout').toString(), '{"imageLayoutVersion":"1.0.0"}');
  const [descriptor] = JSON.parse(fileIn(tar, 'index.json').toString()).manifests;
  t.is(descriptor.digest, manifestDigest);
  t.is(descriptor.annotations['io.containerd.image.name'], 'docker.io/swarmlab/thing:7');
  const manifest = fileIn(tar, `blobs/sha256/${manifestDigest.slice(7)}`);
  t.is(sha256(manifest), manifestDigest);
  t.is(manifest.length, descriptor.size);
  t.is(JSON.parse(manifest.toString()).config.digest, id);
});

test("the image keeps a registry that its name begins with, and Docker Hub's otherwise", (t) => {
  const names = ['localhost/thing', 'registry.example:5000/thing', 'traefik'].map((name) => {
    const { tar } = imageArchive({ ...content, name });
    return JSON.parse(fileIn(tar, 'index.json').toString()).manifests[0].annotations[
      'io.containerd.image.name'
    ];
  });
  t.deepEqual(names, ['localhost/thing:7', 'registry.example:5000/thing:7', 'docker.io/library/traefik:7']);
});

test('the same content gives the same bytes, on every computer and in every version', (t) => {
  const { id, manifestDigest, tar } = imageArchive(content);
  t.deepEqual(
    [id, manifestDigest, sha256(tar)],
    [
      'sha256:07d796ab39eaeb541a677c08562bc9784b84de8fccd261d51ebea8687282e676',
      'sha256:ec44c36cb7b59eb24d7dca800a25d39a07de4b4213ac7ef7912d12e230f03869',
      'sha256:f24c1b29bc9ceeacc18e8e7bb965055d7546505d9346092054e21ee8e62e0de8',
    ],
  );
});

test('another content is another image', (t) => {
  const ids = [content, { ...content, env: {} }, { ...content, layers: [Buffer.from('lower')] }].map(
    (image) => imageArchive(image).id,
  );
  t.is(new Set(ids).size, 3);
});
