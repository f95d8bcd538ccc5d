import { readFile } from 'node:fs/promises';
import test from 'ava';
import { probeImage } from '../../src/images/probe-image.ts';
import { readRecipeFiles, readRecipes } from '../../src/images/recipe.ts';

const folder = new URL('../../labs/images/', import.meta.url);

test('every image of ours has a Dockerfile that says the same as its recipe', async (t) => {
  for (const recipe of (await readRecipes()).images) {
    const name = recipe.name.replace('localhost/', '');
    const dockerfile = await readFile(new URL(`${name}/Dockerfile`, folder), 'utf8');
    const line = (word: string) => dockerfile.match(new RegExp(`^${word} (.*)$`, 'm'))?.[1];
    const env = Object.entries(recipe.env).map(([key, value]) => `${key}=${value}`);
    t.is(line('ENV'), env.join(' ') || undefined, name);
    t.is(line('EXPOSE'), recipe.ports.join(' ') || undefined, name);
    t.deepEqual(line('ENTRYPOINT') && JSON.parse(line('ENTRYPOINT') ?? ''), recipe.entrypoint, name);
    t.deepEqual(line('CMD') && JSON.parse(line('CMD') ?? ''), recipe.cmd, name);
  }
});

test('every Dockerfile of ours begins with the pinned busybox of the recipes', async (t) => {
  const { busybox, images } = await readRecipes();
  for (const { name } of images) {
    const file = new URL(`${name.replace('localhost/', '')}/Dockerfile`, folder);
    t.regex(await readFile(file, 'utf8'), new RegExp(`^ARG BASE=${busybox.dockerImage}$`, 'm'));
  }
});

test("a recipe's files are there", async (t) => {
  for (const recipe of (await readRecipes()).images) {
    const files = await readRecipeFiles(recipe);
    t.is(files.length, recipe.files.length);
    for (const file of files) t.true(file.length > 0);
  }
});

test("the image that proves the data plane is one of the bundle's", async (t) => {
  t.true((await readRecipes()).images.some(({ name, tag }) => `${name}:${tag}` === probeImage));
});
