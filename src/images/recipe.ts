import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { packageFile } from '../files/package-file.ts';
import type { Image } from './archive.ts';
import { imageConfig } from './image-config.ts';
import { imageSettings } from './image-settings.ts';
import { type Layer, tarLayer } from './layer.ts';
import { type TarEntry, tar } from './tar.ts';

/** A file of the package's in an image: `from` is relative to the package, `to` to the image's root. */
export const recipeFile = z.strictObject({
  from: z.string(),
  to: z.string(),
  executable: z.boolean().default(false),
});

/** Files on top of busybox, and the words of a Dockerfile. */
const image = imageSettings.extend({
  name: z.string(),
  tag: z.string(),
  /** The Dockerfile that says the same, relative to the package. Default: `labs/images/NAME/Dockerfile`. */
  dockerfile: z.string().optional(),
  files: z.array(recipeFile).default([]),
  folders: z.array(z.string()).default([]),
});

const recipes = z.strictObject({
  version: z.literal(1),
  busybox: z.strictObject({
    /** The Debian package that holds a static busybox. */
    debianPackage: z.string(),
    /** The registry's image that holds one. */
    dockerImage: z.string(),
    /** The commands that are there, as links to busybox; words with a space between. */
    applets: z.string().transform((words) => words.split(' ')),
  }),
  images: z.array(image),
});

/** What our images are made of; one entry an image. */
export type ImageRecipes = z.infer<typeof recipes>;
export type ImageRecipe = ImageRecipes['images'][number];

/** The data file `images.json`. */
export async function readRecipes(): Promise<ImageRecipes> {
  return recipes.parse(JSON.parse(await readFile(packageFile('src/images/images.json'), 'utf8')));
}

/** The contents of a recipe's files, in their order. */
export function readRecipeFiles(recipe: Pick<ImageRecipe, 'files'>): Promise<Buffer[]> {
  return Promise.all(recipe.files.map(({ from }) => readFile(packageFile(from))));
}

/** The layer every image of ours begins with: a static busybox and its commands. */
export function busyboxLayer(busybox: Buffer, applets: readonly string[]): Layer {
  const content = tar([
    { type: 'folder', path: 'bin' },
    { type: 'file', path: 'bin/busybox', content: busybox, mode: 0o755 },
    ...applets.map((applet): TarEntry => ({ type: 'symlink', path: `bin/${applet}`, target: 'busybox' })),
    { type: 'folder', path: 'etc' },
    { type: 'file', path: 'etc/group', content: Buffer.from('root:x:0:\n') },
    { type: 'file', path: 'etc/passwd', content: Buffer.from('root:x:0:0:root:/:/bin/sh\n') },
    { type: 'folder', path: 'tmp', mode: 0o1777 },
  ]);
  return tarLayer(content);
}

/** Makes one image. `base`: the busybox layer; `files`: as {@link readRecipeFiles} gives them. */
export function makeImage(
  recipe: ImageRecipe,
  arch: 'amd64' | 'arm64',
  base: Layer,
  files: readonly Buffer[],
): Image {
  const own: TarEntry[] = [
    ...recipe.folders.map((path): TarEntry => ({ type: 'folder', path })),
    ...recipe.files.map(({ to, executable }, at): TarEntry => {
      const content = files[at];
      if (!content) throw new Error(`${recipe.name}:${recipe.tag}: no content for ${to}`);
      return { type: 'file', path: to, content, mode: executable ? 0o755 : 0o644 };
    }),
  ];
  const layers = own.length > 0 ? [base, tarLayer(tar(own))] : [base];
  return { name: recipe.name, tag: recipe.tag, config: imageConfig(arch, recipe, layers), layers };
}
