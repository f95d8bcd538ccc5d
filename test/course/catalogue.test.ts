import { stat } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { findLab, readLab } from '../../src/course/catalogue.ts';
import { labIds, labsFolder } from '../../src/course/lab-folders.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { readRecipes } from '../../src/images/recipe.ts';
import { readThirdParty } from '../../src/images/third-party.ts';

for (const asked of ['01-whoami', 'whoami', '01', '1', 'WhoAmI']) {
  test(`${asked} finds the lab`, async (t) => {
    t.is((await findLab(asked)).id, '01-whoami');
  });
}

test('an unknown lab is refused with the nearest one', async (t) => {
  const error = await t.throwsAsync(findLab('whomai'), { instanceOf: SwarmlabError });
  t.is(error?.code, 'E_UNKNOWN_LAB');
  t.is(error?.fix, 'Did you mean whoami?');
});

test('a word like no lab is refused with all there are', async (t) => {
  const error = await t.throwsAsync(findLab('kubernetes'), { instanceOf: SwarmlabError });
  t.regex(error?.fix ?? '', /The labs are .*01-whoami/);
});

test('every lab has a valid lab.yaml, a text and a solution that can be run', async (t) => {
  for (const id of await labIds()) {
    const lab = await readLab(path.join(labsFolder, id));
    t.true((await stat(path.join(lab.folder, 'README.md'))).size > 0, id);
    t.not((await stat(path.join(lab.folder, 'solution.sh'))).mode & 0o111, 0, id);
  }
});

test('every image that a lab needs is in the bundle', async (t) => {
  const [own, others] = await Promise.all([readRecipes(), readThirdParty()]);
  const made = [...own.images, ...others.images].map(({ name, tag }) => `${name}:${tag}`);
  for (const id of await labIds())
    for (const image of (await readLab(path.join(labsFolder, id))).images)
      t.true(made.includes(image), image);
});
