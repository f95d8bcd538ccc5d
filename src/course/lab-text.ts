import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readIfThere } from '../files/read-if-there.ts';
import type { Language } from '../language/languages.ts';
import type { Lab } from './lab-format.ts';
import type { LabText } from './lab-schema.ts';

/** A text of lab.yaml, in English where there is none in the language. */
export function textIn(text: LabText, language: Language): string {
  return text[language] ?? text.en;
}

/** The learner's text of a lab, Markdown, in the language or else in English. */
export async function learnersText(
  { folder }: Pick<Lab, 'folder'>,
  language: Language,
): Promise<{ markdown: string; language: Language }> {
  const translated =
    language === 'en' ? undefined : await readIfThere(path.join(folder, `README.${language}.md`));
  if (translated !== undefined) return { markdown: translated, language };
  return { markdown: await readFile(path.join(folder, 'README.md'), 'utf8'), language: 'en' };
}
