import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { buildBeside } from '../files/build-beside.ts';
import type { Runner } from '../transport/runner.ts';
import { bundleName, type ImageBundle, mustOpenBundle, openBundle, writeBundle } from './bundle-cache.ts';
import { getBusybox } from './busybox.ts';
import { busyboxLayer, type ImageRecipes, makeImage, readRecipeFiles, readRecipes } from './recipe.ts';

export type { ImageBundle } from './bundle-cache.ts';

/** What making the image bundle takes. */
export interface ImageBundleRequest {
  arch: 'amd64' | 'arm64';
  /** The user's cache folder; the bundle goes to `images/` in it. */
  cacheFolder: string;
  /** Runs commands on this computer. */
  runner: Runner;
  report: (line: string) => void;
  signal?: AbortSignal;
}

/**
 * Our lab images for an architecture, in one file for `docker load`: from the cache, else made here. No Docker host is
 * needed. Several processes may do this at once, and any of them may be killed. Throws E_IMAGE_SOURCE.
 */
export async function ensureImageBundle(request: ImageBundleRequest): Promise<ImageBundle> {
  const { recipes, files, name } = await labBundle(request.arch);
  const folder = path.resolve(request.cacheFolder, name);
  const cached = await openBundle(folder);
  if (cached) return cached;
  request.signal?.throwIfAborted();
  const isWhole = async (there: string) => (await openBundle(there)) !== undefined;
  await buildBeside(folder, isWhole, (part) => make(request, recipes, files, part));
  return mustOpenBundle(folder);
}

/** The folder of our lab images' bundle, in a cache or a kit. */
export async function labBundleName(arch: ImageBundleRequest['arch']): Promise<string> {
  return (await labBundle(arch)).name;
}

async function labBundle(arch: ImageBundleRequest['arch']) {
  const recipes = await readRecipes();
  const files = await Promise.all(recipes.images.map(readRecipeFiles));
  return { recipes, files, name: bundleName(arch, 'labs', digestOf(recipes, files)) };
}

function digestOf(recipes: ImageRecipes, files: readonly Buffer[][]): string {
  const hash = createHash('sha256').update(JSON.stringify(recipes));
  for (const content of files.flat()) hash.update(createHash('sha256').update(content).digest());
  return hash.digest('hex');
}

async function make(
  { arch, runner, report, signal }: ImageBundleRequest,
  recipes: ImageRecipes,
  files: readonly Buffer[][],
  folder: string,
): Promise<void> {
  const scratch = path.join(folder, 'scratch');
  await mkdir(scratch);
  const busybox = await getBusybox({ arch, names: recipes.busybox, folder: scratch, runner }, report);
  const base = busyboxLayer(busybox.content, recipes.busybox.applets);
  const images = recipes.images.map((recipe, at) => makeImage(recipe, arch, base, files[at] ?? []));
  await writeBundle(folder, { source: busybox.source, arch }, images, signal);
  await rm(scratch, { recursive: true });
  const made = images.map(({ name, tag }) => `${name}:${tag}`).join(', ');
  report(t`made ${made}`);
}
