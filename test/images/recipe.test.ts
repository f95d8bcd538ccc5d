import { readFile } from 'node:fs/promises';
import test from 'ava';
import { imageSettings } from '../../src/images/image-settings.ts';
import { probeImage } from '../../src/images/probe-image.ts';
import { type ImageRecipe, readRecipeFiles, readRecipes } from '../../src/images/recipe.ts';
import { readDockerfile, readHealthcheck } from '../_helpers/dockerfile.ts';

const packageRoot = new URL('../../', import.meta.url);

async function dockerfileOf({ name, dockerfile }: ImageRecipe) {
  const place = dockerfile ?? `labs/images/${name.replace('localhost/', '')}/Dockerfile`;
  const instructions = readDockerfile(await readFile(new URL(place, packageRoot), 'utf8'));
  const all = (word: string) => instructions.filter((it) => it.word === word).map(({ rest }) => rest);
  return { all, last: (word: string) => all(word).at(-1) };
}

const list = (text: string | undefined) => (text === undefined ? undefined : JSON.parse(text));

test('every image of ours has a Dockerfile that says the same as its recipe', async (t) => {
  for (const recipe of (await readRecipes()).images) {
    const title = `${recipe.name}:${recipe.tag}`;
    const { all, last } = await dockerfileOf(recipe);
    const env = all('ENV').flatMap((line) =>
      [...line.matchAll(/(\w+)=(?:"([^"]*)"|(\S*))/g)].map(([, key, quoted, plain]) => [
        key,
        quoted ?? plain,
      ]),
    );
    t.deepEqual(Object.fromEntries(env), recipe.env, title);
    t.deepEqual(all('EXPOSE').join(' ').split(' ').filter(Boolean), recipe.ports.map(String), title);
    t.deepEqual(list(last('VOLUME')) ?? [], recipe.volumes, title);
    t.is(last('USER'), recipe.user, title);
    t.is(last('WORKDIR'), recipe.workingFolder, title);
    t.deepEqual(list(last('ENTRYPOINT')), recipe.entrypoint, title);
    t.deepEqual(list(last('CMD')), recipe.cmd, title);
    const health = last('HEALTHCHECK');
    const said = health && imageSettings.parse({ healthcheck: readHealthcheck(health) }).healthcheck;
    t.deepEqual(said, recipe.healthcheck, title);
  }
});

test("every Dockerfile copies its recipe's files to where the recipe puts them", async (t) => {
  for (const recipe of (await readRecipes()).images) {
    const copied = (await dockerfileOf(recipe)).all('COPY').map((rest) => rest.split(' ').at(-1));
    t.deepEqual(copied.sort(), recipe.files.map(({ to }) => `/${to}`).sort(), `${recipe.name}:${recipe.tag}`);
  }
});

test('every Dockerfile of ours begins with the pinned busybox of the recipes', async (t) => {
  const { busybox, images } = await readRecipes();
  for (const recipe of images)
    t.is((await dockerfileOf(recipe)).last('ARG'), `BASE=${busybox.dockerImage}`, recipe.name);
});

test("a recipe's files are there", async (t) => {
  for (const recipe of (await readRecipes()).images) {
    const files = await readRecipeFiles(recipe);
    t.is(files.length, recipe.files.length);
    for (const file of files) t.true(file.length > 0);
  }
});

test('no two images have the same name and tag', async (t) => {
  const names = (await readRecipes()).images.map(({ name, tag }) => `${name}:${tag}`);
  t.deepEqual(names, [...new Set(names)]);
});

test("the image that proves the data plane is one of the bundle's", async (t) => {
  t.true((await readRecipes()).images.some(({ name, tag }) => `${name}:${tag}` === probeImage));
});
