import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { marked, type Token, type Tokens } from 'marked';
import { parse } from 'yaml';
import { languages } from '../../src/language/languages.ts';

const labs = readdirSync('labs').filter((name) => /^\d\d-/.test(name));
const others = languages.filter((language) => language !== 'en');

/** The places of a lab.yaml where a text is in English and not in the language. */
function missingIn(value: unknown, language: string, place: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  if ('en' in value) return language in value ? [] : [place];
  return entries.flatMap(([key, inner]) => missingIn(inner, language, `${place}.${key}`));
}

/** What a text tells to type and shows: its code blocks, fenced and indented, in order, each with what stands behind its fence. */
function codeIn(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token): string[] => {
    if (token.type === 'code') {
      const { lang = '', text } = token as Tokens.Code;
      return [`${lang}\n${text}`];
    }
    const inner = [
      ...('tokens' in token ? (token.tokens ?? []) : []),
      ...('items' in token ? token.items : []),
    ];
    return codeIn(inner);
  });
}

const read = (lab: string, file: string) => readFileSync(path.join('labs', lab, file), 'utf8');

test('there are labs', (t) => {
  t.true(labs.length > 5);
});

for (const language of others)
  for (const lab of labs) {
    test(`every text of ${lab}'s lab.yaml is there in ${language}`, (t) => {
      t.deepEqual(missingIn(parse(read(lab, 'lab.yaml')), language, lab), []);
    });

    test(`${lab} shows the same code in English and in ${language}`, (t) => {
      const [english, other] = ['README.md', `README.${language}.md`].map((file) =>
        codeIn(marked.lexer(read(lab, file))),
      );
      t.true((english ?? []).length > 0);
      t.deepEqual(other, english);
    });
  }
