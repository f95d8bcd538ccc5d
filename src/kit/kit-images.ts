import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { type ImageBundle, labBundleName } from '../images/bundle.ts';
import { mustOpenBundle } from '../images/bundle-cache.ts';
import type { ThirdPartyImage } from '../images/third-party.ts';
import { thirdPartyBundleName } from '../images/third-party-bundle.ts';
import type { Kit } from './kit.ts';

type Arch = 'amd64' | 'arm64';
type Report = (line: string) => void;

/** Our lab images, out of a kit. E_BUNDLE, E_IMAGE_SOURCE. */
export async function labImagesInKit(kit: Kit, arch: Arch, report: Report): Promise<ImageBundle> {
  return imagesInKit(kit, await labBundleName(arch), t`the lab images for ${arch}`, report);
}

/** A third-party image out of a kit. E_IMAGE_SOURCE says why the kit has none. */
export async function thirdPartyInKit(
  kit: Kit,
  recipe: ThirdPartyImage,
  arch: Arch,
  report: Report,
): Promise<ImageBundle> {
  const what = `${recipe.name}:${recipe.tag}`;
  return imagesInKit(kit, await thirdPartyBundleName(recipe, arch), what, report);
}

async function imagesInKit(kit: Kit, name: string, what: string, report: Report): Promise<ImageBundle> {
  const { files } = await kit.manifest();
  if (files.some(({ path }) => path.startsWith(`${name}/`)))
    return mustOpenBundle(await kit.folder(name, report));
  throw new SwarmlabError('E_IMAGE_SOURCE', `${what}: ${await kit.absence(name)}`, {
    fix: t`Make the kit on a computer that can have it: swarmlab bundle create DIR`,
  });
}
