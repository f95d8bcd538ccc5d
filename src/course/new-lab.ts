import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { writeFileAtomic } from '../config/atomic-write.ts';
import { SwarmlabError } from '../errors/index.ts';
import { buildBeside } from '../files/build-beside.ts';
import { cannotWrite } from '../files/cannot-write.ts';
import { packageFile } from '../files/package-file.ts';
import { labsIn, namesOf } from './lab-folders.ts';
import { labJsonSchema, labSchemaFile } from './lab-json-schema.ts';

/** A lab of one's own as `lab new` begins it: a whole one that passes the authors' gate. `@NAME@` and the like stand for what is its own. */
const skeleton = packageFile('labs/skeleton');

/**
 * Writes a new lab into `folder`, whole or not at all, and beside it the schema for editors. Its number is the next that none of the
 * labs in `places` has. Returns its folder. Throws E_USAGE where the name is taken or is none.
 */
export async function newLab(name: string, folder: string, places: readonly string[]): Promise<string> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new SwarmlabError('E_USAGE', t`a lab cannot have this name`, {
      fix: t`Use lower-case words with hyphens, as in: swarmlab lab new blue-green`,
    });
  const ids = (await labsIn([...places, folder])).map(({ id }) => id);
  const namesake = ids.find((id) => namesOf(id)[1] === name);
  if (namesake)
    throw new SwarmlabError('E_USAGE', t`there is a lab with this name: ${namesake}`, {
      fix: t`Choose another name.`,
    });
  const last = Math.max(-1, ...ids.map((id) => Number(namesOf(id)[2])));
  if (last >= 99)
    throw new SwarmlabError('E_USAGE', t`the numbers of labs end at 99`, {
      fix: t`Give another folder with --folder, or renumber the labs.`,
    });
  const number = String(last + 1).padStart(2, '0');
  const id = `${number}-${name}`;
  const target = path.join(folder, id);
  const own = { NAME: name, NN: number, ID: id, PORT: String(4600 + last + 1) };
  await buildBeside(
    target,
    async () => true,
    (part) => copyFilled(skeleton, part, own),
  ).catch((cause: unknown) => {
    throw cannotWrite(target, cause);
  });
  await writeFileAtomic(path.join(folder, labSchemaFile), `${JSON.stringify(labJsonSchema(), null, 2)}\n`);
  return target;
}

/** Copies a folder; in its files each `@WORD@` becomes what `words` says. What can be run stays so. */
async function copyFilled(from: string, to: string, words: Readonly<Record<string, string>>): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, copy] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) {
      await mkdir(copy);
      await copyFilled(source, copy, words);
      continue;
    }
    const text = await readFile(source, 'utf8');
    await writeFile(
      copy,
      text.replaceAll(/@([A-Z]+)@/g, (all, word: string) => words[word] ?? all),
    );
    await chmod(copy, (await stat(source)).mode & 0o777);
  }
}
