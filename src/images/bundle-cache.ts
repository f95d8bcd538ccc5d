import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const bundledImage = z.object({
  /** As in `localhost/whoami`. */
  name: z.string(),
  tag: z.string(),
  /** `sha256:` and the digest of the config: the image id on engines with the classic image store. */
  id: z.string(),
  /** `sha256:` and the digest of the manifest: the image id on engines with the containerd image store. */
  manifestDigest: z.string(),
  /** File name in the bundle's folder. */
  file: z.string(),
  /** Hex SHA-256 of the file. */
  sha256: z.string(),
  bytes: z.int(),
  arch: z.enum(['amd64', 'arm64']),
});

const manifestSchema = z.object({
  version: z.literal(1),
  /** What the images were made from, for people. */
  source: z.string(),
  images: z.array(bundledImage),
});

export type BundledImage = z.infer<typeof bundledImage>;

/** A folder of images as files for `docker load`, verified. */
export interface ImageBundle {
  /** Absolute path. */
  folder: string;
  source: string;
  images: readonly BundledImage[];
}

/** Where a bundle with this content goes. `digest`: hex SHA-256 of what it is made from. */
export function bundleFolder(cacheFolder: string, arch: string, digest: string): string {
  return path.join(path.resolve(cacheFolder), 'images', `${arch}-${digest.slice(0, 16)}`);
}

/** The bundle in a folder; undefined where there is none or where it is not what its manifest says. */
export async function openBundle(folder: string): Promise<ImageBundle | undefined> {
  const text = await readIfThere(path.join(folder, 'manifest.json'));
  if (!text) return undefined;
  const manifest = manifestSchema.safeParse(parseJson(text.toString()));
  if (!manifest.success) return undefined;
  const { images, source } = manifest.data;
  for (const image of images) {
    const content = await readIfThere(path.join(folder, image.file));
    if (!content || createHash('sha256').update(content).digest('hex') !== image.sha256) return undefined;
  }
  return { folder, source, images };
}

/** Removes what a killed process left beside the bundles, once it is an hour old. */
export async function sweepLeftovers(parent: string): Promise<void> {
  const hour = 3_600_000;
  for (const name of await readdir(parent)) {
    if (!name.startsWith('.making-')) continue;
    const folder = path.join(parent, name);
    const age = Date.now() - (await stat(folder).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age > hour) await rm(folder, { recursive: true, force: true });
  }
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
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
