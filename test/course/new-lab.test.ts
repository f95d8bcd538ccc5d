import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { marked } from 'marked';
import { allLabs, findLab, readLab } from '../../src/course/catalogue.ts';
import { readMistakes } from '../../src/course/gate/mistake.ts';
import { labIds, labsFolder } from '../../src/course/lab-folders.ts';
import { newLab } from '../../src/course/new-lab.ts';
import { labsBefore } from '../../src/course/prepare-lab.ts';
import { SwarmlabError } from '../../src/errors/index.ts';
import { temporaryFolder } from '../_helpers/folder.ts';

const course = [labsFolder];

test('a new lab is a whole one, and asks nothing but what is its own', async (t) => {
  const made = await newLab('greeting', await temporaryFolder(t), course);
  const lab = await readLab(made);
  t.deepEqual(lab.makes.services, ['greeting']);
  t.is((await readMistakes(lab)).length, 4);
  for (const file of readdirSync(made, { recursive: true, encoding: 'utf8' }))
    if (statSync(path.join(made, file)).isFile())
      t.notRegex(readFileSync(path.join(made, file), 'utf8'), /@[A-Z]+@/, file);
  for (const script of ['solution.sh', 'mistakes/host-mode.sh'])
    t.not(statSync(path.join(made, script)).mode & 0o111, 0, script);
});

test('its texts show the same commands in each language', async (t) => {
  const made = await newLab('greeting', await temporaryFolder(t), course);
  const blocks = (name: string) =>
    marked.lexer(readFileSync(path.join(made, name), 'utf8')).filter(({ type }) => type === 'code');
  t.deepEqual(
    blocks('README.ko.md').map(({ raw }) => raw.trim()),
    blocks('README.md').map(({ raw }) => raw.trim()),
  );
});

test('its number is the next after those of the course and those that are there already', async (t) => {
  const folder = path.join(await temporaryFolder(t), 'labs');
  const last = Number((await labIds()).at(-1)?.slice(0, 2));
  const first = await newLab('one', folder, [...course, folder]);
  const second = await newLab('two', folder, [...course, folder]);
  const number = (at: number) => String(last + at).padStart(2, '0');
  t.deepEqual(
    [first, second],
    [`${number(1)}-one`, `${number(2)}-two`].map((id) => path.join(folder, id)),
  );
  t.deepEqual((await labsBefore(await readLab(first))).length, 0);
});

test('the schema for editors lies beside it, and lab.yaml names it', async (t) => {
  const folder = await temporaryFolder(t);
  const made = await newLab('greeting', folder, course);
  const [first = ''] = readFileSync(path.join(made, 'lab.yaml'), 'utf8').split('\n');
  const named = /^# yaml-language-server: \$schema=(\S+)$/.exec(first)?.[1] ?? '';
  const schema = JSON.parse(readFileSync(path.join(made, named), 'utf8'));
  t.true(schema.required.includes('steps'));
  t.regex(JSON.stringify(schema), /"const":"service-converged"/);
});

test('a name that is taken, in the course or in the folder, is refused', async (t) => {
  const folder = await temporaryFolder(t);
  await newLab('greeting', folder, course);
  for (const name of ['whoami', 'greeting']) {
    const error = await t.throwsAsync(newLab(name, folder, course), { instanceOf: SwarmlabError });
    t.is(error?.code, 'E_USAGE');
    t.regex(error?.message ?? '', new RegExp(`there is a lab with this name: \\d\\d-${name}`));
  }
});

for (const name of ['12', 'Blue', 'blue green', '../x', '-x', ''])
  test(`${JSON.stringify(name)} is no name, and nothing is written`, async (t) => {
    const folder = path.join(await temporaryFolder(t), 'labs');
    await t.throwsAsync(newLab(name, folder, course), { message: /cannot have this name/ });
    t.false(existsSync(folder));
  });

test('a folder that cannot be made is an error of its own', async (t) => {
  const file = path.join(await temporaryFolder(t), 'file');
  writeFileSync(file, '');
  const error = await t.throwsAsync(newLab('greeting', path.join(file, 'labs'), course), {
    instanceOf: SwarmlabError,
  });
  t.is(error?.code, 'E_FILE');
});

test('labs of several folders are one course; a folder may be missing', async (t) => {
  const folder = path.join(await temporaryFolder(t), 'labs');
  const places = [...course, folder];
  t.deepEqual((await allLabs(places)).length, (await labIds()).length);
  mkdirSync(folder);
  const made = await newLab('greeting', folder, places);
  t.is((await findLab('greeting', places)).folder, made);
  t.deepEqual((await allLabs(places)).at(-1)?.id, path.basename(made));
  t.is((await findLab('whoami', places)).folder, path.join(labsFolder, '01-whoami'));
});
