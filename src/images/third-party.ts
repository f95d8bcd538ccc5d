import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { packageFile } from '../files/package-file.ts';
import { imageSettings } from './image-settings.ts';
import { recipeFile } from './recipe.ts';

/** An image out of Debian's packages: what is put into it, and the words of a Dockerfile. */
const packagesRecipe = imageSettings.extend({
  packages: z.array(z.string()).min(1),
  /** The package whose version the image's tag tells; checked where it is named. */
  versionOf: z.string().optional(),
  files: z.array(recipeFile).default([]),
  /** More packages and folders to leave out than for all images. */
  without: z.array(z.string()).default([]),
  drop: z.array(z.string()).default([]),
  /** Paths relative to the image's root; modes in octal. */
  folders: z.array(z.strictObject({ path: z.string(), mode: z.string().regex(/^0[0-7]{3,4}$/) })).default([]),
  /** Path -> what the link there leads to. */
  links: z.record(z.string(), z.string()).default({}),
});

const upstream = z.strictObject({
  reference: z.string(),
  /** SHA-256 of the index with the images of all architectures. */
  digest: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/)
    .optional(),
  /** Why there is no digest. */
  unpinned: z.string().optional(),
});

const thirdPartyImage = z.strictObject({
  /** As in `localhost/redis`: in no registry, so that nobody else's image can be pulled in its place. */
  name: z.string(),
  tag: z.string(),
  upstream: upstream.refine(({ digest, unpinned }) => !digest !== !unpinned, {
    message: 'either a digest, or the reason why there is none',
  }),
  debian: packagesRecipe.optional(),
});

const thirdParty = z.strictObject({
  version: z.literal(1),
  comment: z.string(),
  debian: z.strictObject({
    suite: z.string(),
    /** Packages that are left out, with what only they need: nothing of theirs is of use in a container. */
    without: z.array(z.string()),
    /** Folders that are left out; copyright files stay. */
    drop: z.array(z.string()),
  }),
  images: z.array(thirdPartyImage),
});

export type ThirdParty = z.infer<typeof thirdParty>;
export type ThirdPartyImage = ThirdParty['images'][number];
/** As it stands in code: what has a default may be absent. */
export type PackagesRecipe = z.input<typeof packagesRecipe>;

export function readPackagesRecipe(recipe: PackagesRecipe): z.infer<typeof packagesRecipe> {
  return packagesRecipe.parse(recipe);
}

/** The data file `third-party.json`. */
export async function readThirdParty(): Promise<ThirdParty> {
  const text = await readFile(packageFile('src/images/third-party.json'), 'utf8');
  return thirdParty.parse(JSON.parse(text));
}
