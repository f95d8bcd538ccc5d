import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzip } from '../files/gzip.ts';
import { hashFile } from '../files/hash-file.ts';
import type { Runner } from '../transport/runner.ts';
import { hasZstd, zstd } from './compress.ts';
import { type BundleFile, bundleId, type Compression, type Manifest, manifestSchema } from './manifest.ts';

/** Names of the tarball's variants in a bundle's folder. */
export const fileNames: Readonly<Record<Compression, string>> = {
  none: 'engine.tar',
  gz: 'engine.tar.gz',
  zst: 'engine.tar.zst',
};

/** One variant of the tarball, ready to be read. */
interface BundleVariant extends BundleFile {
  /** Absolute path. */
  path: string;
  compression: Compression;
}

/** A whole, verified engine bundle in the cache. */
export interface EngineBundle {
  readonly folder: string;
  readonly manifest: Manifest;
  /** `28.0.4-0a1b2c3d4e5f`: version and beginning of the plain tarball's SHA-256. */
  readonly id: string;
  /** Whether {@link variant} can give a zstd one: it is there, or zstd is installed here. */
  canZstd(): Promise<boolean>;
  /** A variant of the tarball; one that is not there yet is made, once, or another one given. */
  variant(compression: Compression): Promise<BundleVariant>;
}

/** The bundle in `folder`; undefined where there is none, or one that is not whole. Reads no tarball: sizes must do. */
export async function openBundle(folder: string, runner: Runner): Promise<EngineBundle | undefined> {
  const manifest = await readManifest(folder);
  if (!manifest) return undefined;
  for (const file of Object.values(manifest.files))
    if (file && (await sizeOf(path.join(folder, file.file))) !== file.bytes) return undefined;
  const made = new Map<Compression, Promise<BundleVariant>>();
  let zstdThere: Promise<boolean> | undefined;
  return {
    folder,
    manifest,
    id: bundleId(manifest),
    canZstd() {
      zstdThere ??= manifest.files.zst ? Promise.resolve(true) : hasZstd(runner);
      return zstdThere;
    },
    variant(compression) {
      const variant = made.get(compression) ?? makeVariant(folder, manifest, compression, runner);
      made.set(compression, variant);
      return variant;
    },
  };
}

/** Writes a bundle's manifest; `folder` is then whole. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const part = path.join(folder, `.manifest.${process.pid}.part`);
  await writeFile(part, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(part, path.join(folder, 'manifest.json'));
}

/** Size and hash of the tarball's variant in `folder`. */
export async function describeFile(folder: string, file: string, signal?: AbortSignal): Promise<BundleFile> {
  return { file, ...(await hashFile(path.join(folder, file), signal)) };
}

async function makeVariant(
  folder: string,
  manifest: Manifest,
  compression: Compression,
  runner: Runner,
): Promise<BundleVariant> {
  const there = manifest.files[compression];
  if (there) return { ...there, path: path.join(folder, there.file), compression };
  const plain = path.join(folder, manifest.files.none.file);
  const part = `.${fileNames[compression]}.${process.pid}.part`;
  try {
    // Nodes wait for it.
    if (compression === 'gz') await gzip(plain, path.join(folder, part), 1);
    else await zstd(runner, plain, path.join(folder, part));
    const file = { ...(await describeFile(folder, part)), file: fileNames[compression] };
    await rename(path.join(folder, part), path.join(folder, file.file));
    const current = (await readManifest(folder)) ?? manifest;
    await writeManifest(folder, { ...current, files: { ...current.files, [compression]: file } });
    return { ...file, path: path.join(folder, file.file), compression };
  } finally {
    await rm(path.join(folder, part), { force: true });
  }
}

async function readManifest(folder: string): Promise<Manifest | undefined> {
  const text = await readFile(path.join(folder, 'manifest.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    return undefined; // Written by another version, or damaged: the bundle is made again.
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  return (await stat(file).catch(() => undefined))?.size;
}
