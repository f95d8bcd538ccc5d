import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod';
import { packageFile } from '../files/package-file.ts';

// Every command loads this file: nothing of checks and hints is read here, which takes a while.

/** The labs that come with the package. */
export const labsFolder = packageFile('labs');

/** Ids of all labs, in the order of the course, as in `01-whoami`. */
export async function labIds(folder = labsFolder): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && /^\d\d-/.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

/** The labs of several folders, in the order of the course; one that is in two of them is taken from the first. A folder may be missing. */
export async function labsIn(folders: readonly string[]): Promise<{ id: string; folder: string }[]> {
  const found = new Map<string, string>();
  for (const folder of folders.filter((one) => existsSync(one)))
    for (const id of await labIds(folder)) if (!found.has(id)) found.set(id, path.join(folder, id));
  return [...found].map(([id, folder]) => ({ id, folder })).sort((a, b) => a.id.localeCompare(b.id));
}

/** What a lab is called: its id, its name and its number, as in `01-whoami`, `whoami`, `01` and `1`. */
export function namesOf(id: string): string[] {
  const [number = '', ...name] = id.split('-');
  return [id, name.join('-'), number, String(Number(number))];
}

const head = z.object({ images: z.array(z.string()) });

/** The images that some labs use, each once; labs by any of their names, unknown ones passed over. */
export async function imagesOf(labs: readonly string[], folder = labsFolder): Promise<string[]> {
  const ids = (await labIds(folder)).filter((id) => namesOf(id).some((name) => labs.includes(name)));
  const found = ids.map(async (id) => {
    const text = await readFile(path.join(folder, id, 'lab.yaml'), 'utf8');
    return head.parse(parse(text.split(/^steps:/m)[0] ?? '')).images;
  });
  return [...new Set((await Promise.all(found)).flat())];
}
