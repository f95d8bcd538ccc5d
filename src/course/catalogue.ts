import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { nearest } from '../config/nearest.ts';
import { SwarmlabError } from '../errors/index.ts';
import { labsFolder, labsIn, namesOf } from './lab-folders.ts';
import { type Lab, parseLabFile } from './lab-format.ts';

/**
 * The lab that a user means by its id (`01-whoami`), its name (`whoami`) or its number (`01` or `1`). Throws E_UNKNOWN_LAB with
 * the nearest one there is, and E_LAB_INVALID.
 */
export async function findLab(asked: string, folders: readonly string[] = [labsFolder]): Promise<Lab> {
  const labs = await labsIn(folders);
  const word = asked.trim().toLowerCase();
  const meant = labs.find(({ id }) => namesOf(id).includes(word));
  if (meant) return readLab(meant.folder);
  throw unknownLab(
    asked,
    labs.map(({ id }) => id),
  );
}

/** All labs, in the order of the course. Throws E_LAB_INVALID. */
export async function allLabs(folders: readonly string[] = [labsFolder]): Promise<Lab[]> {
  return Promise.all((await labsIn(folders)).map(({ folder }) => readLab(folder)));
}

/** Where the labs are that a lab may build on: the package's, and those beside it. */
export function foldersFor({ folder }: Pick<Lab, 'folder'>): string[] {
  return [labsFolder, path.dirname(folder)];
}

/** Reads the lab in a folder. Throws E_LAB_INVALID. */
export async function readLab(folder: string): Promise<Lab> {
  const id = path.basename(folder);
  const file = `labs/${id}/lab.yaml`;
  const text = await readFile(path.join(folder, 'lab.yaml'), 'utf8').catch((cause: Error) => {
    throw new SwarmlabError('E_LAB_INVALID', `${file} cannot be read: ${cause.message}`, {
      fix: 'Every lab needs a lab.yaml; see labs/01-whoami.',
      cause,
    });
  });
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { ...parseLabFile(text, file), id, folder, sha256 };
}

function unknownLab(asked: string, ids: readonly string[]): SwarmlabError {
  const meant = nearest(
    asked,
    ids.flatMap((id) => namesOf(id).slice(0, 2)),
  );
  const name = JSON.stringify(asked.slice(0, 60));
  const all = ids.join(', ');
  return new SwarmlabError('E_UNKNOWN_LAB', t`there is no lab named ${name}`, {
    fix: meant ? t`Did you mean ${meant}?` : t`The labs are ${all}.`,
  });
}
