import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nearest } from '../config/nearest.ts';
import { SwarmlabError } from '../errors/index.ts';
import { type Lab, parseLabFile } from './lab-format.ts';

/** The labs that come with the package; the same folder from src/ and from dist/. */
export const labsFolder = fileURLToPath(new URL('../../labs', import.meta.url));

/** Ids of all labs, in the order of the course, as in `01-whoami`. */
export async function labIds(folder = labsFolder): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/**
 * The lab that a user means by its id (`01-whoami`), its name (`whoami`) or its number (`01` or `1`). Throws E_UNKNOWN_LAB with
 * the nearest one there is, and E_LAB_INVALID.
 */
export async function findLab(asked: string, folder = labsFolder): Promise<Lab> {
  const ids = await labIds(folder);
  const word = asked.trim().toLowerCase();
  const id = ids.find((one) => namesOf(one).includes(word));
  if (!id) throw unknownLab(asked, ids);
  return readLab(path.join(folder, id));
}

/** All labs, in the order of the course. Throws E_LAB_INVALID. */
export async function allLabs(folder = labsFolder): Promise<Lab[]> {
  return Promise.all((await labIds(folder)).map((id) => readLab(path.join(folder, id))));
}

/** The images that some labs use, each once; labs as {@link findLab} knows them. */
export async function imagesOf(labs: readonly string[], folder = labsFolder): Promise<string[]> {
  const found = await Promise.all(labs.map((lab) => findLab(lab, folder)));
  return [...new Set(found.flatMap(({ images }) => images))];
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

function namesOf(id: string): string[] {
  const [number = '', ...name] = id.split('-');
  return [id, name.join('-'), number, String(Number(number))];
}

function unknownLab(asked: string, ids: readonly string[]): SwarmlabError {
  const meant = nearest(
    asked,
    ids.flatMap((id) => namesOf(id).slice(0, 2)),
  );
  return new SwarmlabError('E_UNKNOWN_LAB', `there is no lab named ${JSON.stringify(asked.slice(0, 60))}`, {
    fix: meant ? `Did you mean ${meant}?` : `The labs are ${ids.join(', ')}.`,
  });
}
