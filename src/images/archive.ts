import { createHash } from 'node:crypto';
import type { Layer } from './layer.ts';
import { type FileContent, type TarEntry, writeTar } from './tar.ts';

/** An image as it goes into an archive. */
export interface Image {
  name: string;
  tag: string;
  /** Its config, as the JSON file that its id is the digest of. */
  config: Buffer;
  /** Lowest first. */
  layers: readonly Layer[];
}

/** What an image in an archive is called. */
interface ArchivedImage extends Pick<Image, 'name' | 'tag'> {
  /** SHA-256 of the config, as in `sha256:1f...`: the image id of an engine with the classic image store. */
  id: string;
  /** SHA-256 of the manifest: the image id of an engine with the containerd image store (the default since Engine 29). */
  manifestDigest: string;
}

/**
 * Packs images into one file for `docker load`, as today's `docker save` does: an OCI image layout that is a docker-archive
 * too. A layer that several images share is in it once. The same images give the same bytes.
 * Sources: OCI image-spec, image-layout.md; Docker image specification v1.2, manifest.json.
 */
export async function writeImageArchive(
  to: string,
  images: readonly Image[],
  signal?: AbortSignal,
): Promise<{ sha256: string; bytes: number; images: ArchivedImage[] }> {
  const { entries, ids } = layout(images);
  return { ...(await writeTar(to, entries, signal)), images: ids };
}

type Entry = TarEntry<Buffer | FileContent>;

function layout(images: readonly Image[]): { entries: Entry[]; ids: ArchivedImage[] } {
  const described = images.map((image) => ({ image, ...describe(image) }));
  const blobs = new Map<string, Buffer | FileContent>();
  for (const { image, config, manifest } of described) {
    for (const layer of image.layers) blobs.set(blobPath(layer.digest), layer.content);
    blobs.set(config.path, config.content);
    blobs.set(manifest.path, manifest.content);
  }
  const file = (path: string, content: Buffer | FileContent): Entry => ({ type: 'file', path, content });
  const entries: Entry[] = [
    { type: 'folder', path: 'blobs' },
    { type: 'folder', path: 'blobs/sha256' },
    ...[...blobs].map(([path, content]) => file(path, content)),
    file('index.json', json({ schemaVersion: 2, manifests: described.map(indexEntry) })),
    file('manifest.json', json(described.map(dockerEntry))),
    file('oci-layout', json({ imageLayoutVersion: '1.0.0' })),
  ];
  const ids = described.map(({ image: { name, tag }, config, manifest }) => ({
    name,
    tag,
    id: config.descriptor.digest,
    manifestDigest: manifest.descriptor.digest,
  }));
  return { entries, ids };
}

function describe(image: Image): { config: Blob; manifest: Blob } {
  const config = blob(image.config, 'application/vnd.oci.image.config.v1+json');
  const manifestType = 'application/vnd.oci.image.manifest.v1+json';
  const layers = image.layers.map(({ mediaType, digest, bytes: size }) => ({ mediaType, digest, size }));
  const manifest = { schemaVersion: 2, mediaType: manifestType, config: config.descriptor, layers };
  return { config, manifest: blob(json(manifest), manifestType) };
}

function indexEntry({ image, manifest }: { image: Image; manifest: Blob }): object {
  const annotations = {
    'io.containerd.image.name': `${canonicalName(image.name)}:${image.tag}`,
    'org.opencontainers.image.ref.name': image.tag,
  };
  return { ...manifest.descriptor, annotations };
}

function dockerEntry({ image, config }: { image: Image; config: Blob }): object {
  return {
    Config: config.path,
    RepoTags: [`${image.name}:${image.tag}`],
    Layers: image.layers.map(({ digest }) => blobPath(digest)),
  };
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
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  return { descriptor: { mediaType, digest, size: content.length }, path: blobPath(digest), content };
}

/** `sha256:1f...` -> `blobs/sha256/1f...` */
function blobPath(digest: string): string {
  return `blobs/${digest.replace(':', '/')}`;
}

function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
