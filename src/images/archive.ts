import { createHash } from 'node:crypto';
import { type TarEntry, tar } from './tar.ts';

/** What an image is: its layers, lowest first, each as an uncompressed tar, and how a container of it starts. */
export interface ImageContent {
  name: string;
  tag: string;
  arch: 'amd64' | 'arm64';
  layers: readonly Buffer[];
  env: Readonly<Record<string, string>>;
  entrypoint?: readonly string[];
  cmd?: readonly string[];
  /** TCP ports it listens on. */
  ports: readonly number[];
}

/** An image as a file for `docker load`. */
export interface ImageArchive {
  /** SHA-256 of the config, as in `sha256:1f...`: the image id of an engine with the classic image store. */
  id: string;
  /** SHA-256 of the manifest: the image id of an engine with the containerd image store (the default since Engine 29). */
  manifestDigest: string;
  tar: Buffer;
}

/** A fixed date, so that ids depend on content alone. */
const created = '2025-01-01T00:00:00Z';

/**
 * Packs an image as today's `docker save` does: an OCI image layout that is a docker-archive too. The same content gives the
 * same bytes. Sources: OCI image-spec, image-layout.md; Docker image specification v1.2, manifest.json.
 */
export function imageArchive(image: ImageContent): ImageArchive {
  const layers = image.layers.map((content) => blob(content, 'application/vnd.oci.image.layer.v1.tar'));
  const config = blob(json(imageConfig(image, layers)), 'application/vnd.oci.image.config.v1+json');
  const manifestType = 'application/vnd.oci.image.manifest.v1+json';
  const manifest = blob(
    json({
      schemaVersion: 2,
      mediaType: manifestType,
      config: config.descriptor,
      layers: layers.map((layer) => layer.descriptor),
    }),
    manifestType,
  );
  const annotations = {
    'io.containerd.image.name': `${canonicalName(image.name)}:${image.tag}`,
    'org.opencontainers.image.ref.name': image.tag,
  };
  const file = (path: string, content: Buffer): TarEntry => ({ type: 'file', path, content });
  const entries: TarEntry[] = [
    { type: 'folder', path: 'blobs' },
    { type: 'folder', path: 'blobs/sha256' },
    ...[...layers, config, manifest].map(({ path, content }) => file(path, content)),
    file('index.json', json({ schemaVersion: 2, manifests: [{ ...manifest.descriptor, annotations }] })),
    file(
      'manifest.json',
      json([
        {
          Config: config.path,
          RepoTags: [`${image.name}:${image.tag}`],
          Layers: layers.map(({ path }) => path),
        },
      ]),
    ),
    file('oci-layout', json({ imageLayoutVersion: '1.0.0' })),
  ];
  return { id: config.descriptor.digest, manifestDigest: manifest.descriptor.digest, tar: tar(entries) };
}

/** The name as containerd writes it: a registry in front, Docker Hub where none is named. */
function canonicalName(name: string): string {
  const [first = '', ...rest] = name.split('/');
  if (rest.length > 0 && (first === 'localhost' || /[.:]/.test(first))) return name;
  return rest.length > 0 ? `docker.io/${name}` : `docker.io/library/${name}`;
}

interface Blob {
  descriptor: { mediaType: string; digest: string; size: number };
  path: string;
  content: Buffer;
}

function blob(content: Buffer, mediaType: string): Blob {
  const hex = createHash('sha256').update(content).digest('hex');
  return {
    descriptor: { mediaType, digest: `sha256:${hex}`, size: content.length },
    path: `blobs/sha256/${hex}`,
    content,
  };
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}

function imageConfig(image: ImageContent, layers: readonly Blob[]): object {
  const environment = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...image.env };
  return {
    architecture: image.arch,
    os: 'linux',
    created,
    config: {
      Env: Object.entries(environment).map(([key, value]) => `${key}=${value}`),
      ...(image.entrypoint ? { Entrypoint: image.entrypoint } : {}),
      ...(image.cmd ? { Cmd: image.cmd } : {}),
      ...(image.ports.length > 0
        ? { ExposedPorts: Object.fromEntries(image.ports.map((port) => [`${port}/tcp`, {}])) }
        : {}),
    },
    rootfs: { type: 'layers', diff_ids: layers.map((layer) => layer.descriptor.digest) },
    history: layers.map(() => ({ created, created_by: 'swarmlab' })),
  };
}
