import { readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import { marked, type Token, type Tokens } from 'marked';
import { readLab } from '../../src/course/catalogue.ts';
import { labIds, labsFolder } from '../../src/course/lab-folders.ts';
import { languages } from '../../src/language/languages.ts';

const others = languages.filter((language) => language !== 'en');

/** What a learner's text must have in common with its translations: what is typed and shown, how it is divided, where it points. */
function skeleton(text: string): string[] {
  const tokens = marked.lexer(text);
  const found: string[] = [];
  for (const token of tokens) {
    if (token.type === 'code') found.push(token.raw.trimEnd());
    if (token.type === 'heading') found.push('#'.repeat((token as Tokens.Heading).depth));
  }
  marked.walkTokens(tokens, (token: Token) => {
    if (token.type === 'link') found.push(`(${(token as Tokens.Link).href})`);
  });
  return found;
}

/** The paths of the texts in `value` that have English and lack the language. */
function lacking(value: unknown, language: string, where: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const missing = 'en' in value && !(language in value) ? [where] : [];
  return [
    ...missing,
    ...Object.entries(value).flatMap(([key, inner]) => lacking(inner, language, `${where}.${key}`)),
  ];
}

for (const id of await labIds())
  for (const language of others) {
    test(`${id} shows the same commands in "${language}" as in English`, async (t) => {
      const [english, other] = await Promise.all(
        ['README.md', `README.${language}.md`].map((file) =>
          readFile(path.join(labsFolder, id, file), 'utf8'),
        ),
      );
      t.deepEqual(skeleton(other ?? ''), skeleton(english ?? ''));
    });

    test(`${id} has every title, step and hint in "${language}"`, async (t) => {
      t.deepEqual(lacking(await readLab(path.join(labsFolder, id)), language, 'lab'), []);
    });
  }
