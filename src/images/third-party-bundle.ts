import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { hasCode, SwarmlabError } from '../errors/index.ts';
import { buildBeside } from '../files/build-beside.ts';
import type { Image } from './archive.ts';
import type { ImageBundleRequest } from './bundle.ts';
import { bundleName, type ImageBundle, mustOpenBundle, openBundle, writeBundle } from './bundle-cache.ts';
import { imageFromPackages } from './packages-image.ts';
import { readRecipeFiles } from './recipe.ts';
import { imageFromRegistry } from './registry-image.ts';
import { readThirdParty, type ThirdPartyImage } from './third-party.ts';

/**
 * A third-party image as a bundle of its own: from the cache, else the upstream image where docker can pull it, else one made
 * of Debian's packages where they hold the program. Throws E_IMAGE_SOURCE, whose message says why there is none of them.
 */
export async function ensureThirdParty(
  recipe: ThirdPartyImage,
  request: ImageBundleRequest,
): Promise<ImageBundle> {
  const folder = path.resolve(request.cacheFolder, await thirdPartyBundleName(recipe, request.arch));
  const cached = await openBundle(folder);
  if (cached) return cached;
  request.signal?.throwIfAborted();
  const isWhole = async (there: string) => (await openBundle(there)) !== undefined;
  await buildBeside(folder, isWhole, (part) => make(recipe, request, part));
  return mustOpenBundle(folder);
}

/** The folder of its bundle, in a cache or a kit. Another recipe is another bundle. */
export async function thirdPartyBundleName(
  recipe: ThirdPartyImage,
  arch: ImageBundleRequest['arch'],
): Promise<string> {
  const { debian } = await readThirdParty();
  const hash = createHash('sha256').update(JSON.stringify([recipe, debian]));
  for (const content of recipe.debian ? await readRecipeFiles(recipe.debian) : []) hash.update(content);
  const name = `${recipe.name.replace(/^.*\//, '')}-${recipe.tag}`;
  return bundleName(arch, name, hash.digest('hex'));
}

async function make(recipe: ThirdPartyImage, request: ImageBundleRequest, folder: string): Promise<void> {
  const { arch, report, signal } = request;
  const scratch = path.join(folder, 'scratch');
  const { image, source } = await obtain(recipe, request, scratch);
  report(t`packing ${recipe.name}:${recipe.tag}`);
  await writeBundle(folder, { source, arch }, [image], signal);
  await rm(scratch, { recursive: true });
}

async function obtain(
  recipe: ThirdPartyImage,
  request: ImageBundleRequest,
  scratch: string,
): Promise<{ image: Image; source: string }> {
  const reasons: string[] = [];
  const ways = [
    (folder: string) => imageFromRegistry(recipe, { ...request, folder }),
    ...(recipe.debian ? [fromPackages(recipe, recipe.debian, request)] : []),
  ];
  for (const [at, way] of ways.entries()) {
    const folder = path.join(scratch, String(at));
    await mkdir(folder, { recursive: true });
    try {
      return await way(folder);
    } catch (error) {
      if (!hasCode(error, 'E_IMAGE_SOURCE')) throw error;
      reasons.push((error as SwarmlabError).message);
    }
  }
  if (!recipe.debian) reasons.push(t`Debian's packages do not hold it`);
  const image = `${recipe.name}:${recipe.tag}`;
  const why = reasons.join('; ');
  throw new SwarmlabError('E_IMAGE_SOURCE', t`${image} cannot be had here: ${why}`, {
    fix: t`Use a computer with a Docker host that can pull.`,
  });
}

function fromPackages(
  { name, tag }: ThirdPartyImage,
  packages: NonNullable<ThirdPartyImage['debian']>,
  request: ImageBundleRequest,
) {
  return (folder: string) => imageFromPackages({ ...request, name, tag, recipe: packages, folder });
}
