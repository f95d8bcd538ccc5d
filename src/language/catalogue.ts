import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type GetTextTranslations, po } from 'gettext-parser';
import { packageFile } from '../files/package-file.ts';
import type { Language } from './languages.ts';

/** The sentences of one PO file. */
export interface PoFile {
  /** As in `course.po`. */
  name: string;
  parsed: GetTextTranslations;
}

/** Every PO file of a language, sorted by name. */
export async function readPoFiles(language: Language): Promise<PoFile[]> {
  const folder = packageFile(`src/language/${language}`);
  const names = (await readdir(folder)).filter((name) => name.endsWith('.po')).sort();
  return Promise.all(
    names.map(async (name) => ({ name, parsed: po.parse(await readFile(path.join(folder, name))) })),
  );
}

/** All sentences of a language in one, as ttag takes them: under the English one, its forms for numbers. */
interface Catalogue {
  charset: string;
  headers: Record<string, string>;
  contexts: { '': Record<string, string[]> };
}

/** Reads the sentences of a language. */
export async function readCatalogue(language: Language): Promise<Catalogue> {
  const files = await readPoFiles(language);
  const entries = files.flatMap(({ parsed }) => Object.values(parsed.translations[''] ?? {}));
  const sentences = Object.fromEntries(entries.map(({ msgid, msgstr }) => [msgid, msgstr]));
  return { charset: 'utf-8', headers: files[0]?.parsed.headers ?? {}, contexts: { '': sentences } };
}
