import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import * as z from 'zod';
import { SwarmlabError } from '../errors/index.ts';
import { type Image, writeImageArchive } from './archive.ts';

const bundledImage = z.object({
  /** As in `localhost/whoami`. */
  name: z.string(),
  tag: z.string(),
  /** `sha256:` and the digest of the config: the image id on engines with the classic image store. */
  id: z.string(),
  /** `sha256:` and the digest of the manifest: the image id on engines with the containerd image store. */
  manifestDigest: z.string(),
});

const manifestSchema = z.object({
  version: z.literal(2),
  /** What the images were made from, for people. */
  source: z.string(),
  arch: z.enum(['amd64', 'arm64']),
  /** Hex SHA-256 of the archive. */
  sha256: z.string(),
  /** Its size. */
  bytes: z.int(),
  images: z.array(bundledImage),
});

type BundleManifest = z.infer<typeof manifestSchema>;
export type BundledImage = z.infer<typeof bundledImage>;

/** Images in one archive for `docker load`: sent to a node once, with the layers that they share in it once. */
export interface ImageBundle extends Omit<BundleManifest, 'version'> {
  /** Absolute path of the archive. */
  file: string;
}

/** Name of the archive in a bundle's folder. */
const archiveName = 'images.tar';

/** The folder of a bundle with this content, in a cache or a kit. `digest`: hex SHA-256 of what it is made from. */
export function bundleName(arch: string, name: string, digest: string): string {
  return `images/${name}-${arch}-${digest.slice(0, 16)}`;
}

/** The bundle in `folder`; undefined where there is none, or one that is not whole. Reads no archive: its size must do. */
export async function openBundle(folder: string): Promise<ImageBundle | undefined> {
  const text = await ifThere(readFile(path.join(folder, 'manifest.json'), 'utf8'));
  const manifest = text ? manifestSchema.safeParse(parseJson(text)).data : undefined;
  if (!manifest) return undefined;
  const file = path.join(folder, archiveName);
  if ((await ifThere(stat(file)))?.size !== manifest.bytes) return undefined;
  const { version, ...rest } = manifest;
  return { ...rest, file };
}

/** The bundle that was just made, or just found whole. */
export async function mustOpenBundle(folder: string): Promise<ImageBundle> {
  const bundle = await openBundle(folder);
  if (bundle) return bundle;
  throw new SwarmlabError('E_IMAGE_SOURCE', t`the image bundle in ${folder} is gone`, {
    fix: t`Run the same command again; another process cleans that folder.`,
  });
}

/** Packs images into a bundle in a folder. */
export async function writeBundle(
  folder: string,
  { source, arch }: Pick<BundleManifest, 'source' | 'arch'>,
  images: readonly Image[],
  signal?: AbortSignal,
): Promise<void> {
  const written = await writeImageArchive(path.join(folder, archiveName), images, signal);
  const manifest: BundleManifest = { version: 2, source, arch, ...written };
  await writeFile(path.join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function ifThere<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** A half-written manifest is as good as none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
