import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Runner } from '../transport/runner.ts';
import { bundleFolder, type ImageBundle, openBundle, sweepLeftovers } from './bundle-cache.ts';
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
 * Our lab images for an architecture, as files for `docker load`: from the cache, else made here. No Docker host is needed.
 * Several processes may do this at once, and any of them may be killed. Throws E_IMAGE_SOURCE.
 */
export async function ensureImageBundle(request: ImageBundleRequest): Promise<ImageBundle> {
  const recipes = await readRecipes();
  const files = await Promise.all(recipes.images.map(readRecipeFiles));
  const folder = bundleFolder(request.cacheFolder, request.arch, digestOf(recipes, files));
  const cached = await openBundle(folder);
  if (cached) return cached;

  request.signal?.throwIfAborted();
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  await sweepLeftovers(parent);
  const beside = await mkdtemp(path.join(parent, '.making-'));
  try {
    await make(request, recipes, files, beside);
    request.signal?.throwIfAborted();
    return await putInPlace(path.join(beside, 'bundle'), folder);
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

function digestOf(recipes: ImageRecipes, files: readonly Buffer[][]): string {
  const hash = createHash('sha256').update(JSON.stringify(recipes));
  for (const content of files.flat()) hash.update(createHash('sha256').update(content).digest());
  return hash.digest('hex');
}

async function make(
  { arch, runner, report }: ImageBundleRequest,
  recipes: ImageRecipes,
  files: readonly Buffer[][],
  beside: string,
): Promise<void> {
  const scratch = path.join(beside, 'scratch');
  const folder = path.join(beside, 'bundle');
  await mkdir(scratch);
  await mkdir(folder);
  const busybox = await getBusybox({ arch, names: recipes.busybox, folder: scratch, runner }, report);
  const base = busyboxLayer(busybox.content, recipes.busybox.applets);
  const images = recipes.images.map(async (recipe, at) => {
    const { id, manifestDigest, tar } = makeImage(recipe, arch, base, files[at] ?? []);
    const file = `${recipe.name.replaceAll('/', '-')}-${recipe.tag}.tar`;
    await writeFile(path.join(folder, file), tar);
    const sha256 = createHash('sha256').update(tar).digest('hex');
    report(`made ${recipe.name}:${recipe.tag}`);
    return { name: recipe.name, tag: recipe.tag, id, manifestDigest, file, sha256, bytes: tar.length, arch };
  });
  const manifest = { version: 1, source: busybox.source, images: await Promise.all(images) };
  await writeFile(path.join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Renames the bundle to its place. Where another process was first, its bundle is as good; a damaged one makes way. */
async function putInPlace(made: string, folder: string): Promise<ImageBundle> {
  const mine = await openBundle(made);
  if (!mine) throw new Error(`${made} is not what was just written there`);
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(made, folder);
      return { ...mine, folder };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (attempt === 3 || (code !== 'ENOTEMPTY' && code !== 'EEXIST')) throw error;
    }
    const theirs = await openBundle(folder);
    if (theirs) return theirs;
    await rm(folder, { recursive: true, force: true });
  }
}
