// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are sources.
import test from 'ava';
import { readPoFiles } from '../../src/language/catalogue.ts';
import { languages } from '../../src/language/languages.ts';
import { type Sentence, sentencesIn, sentencesOf, valuesIn } from '../_helpers/sentences.ts';

const sentences = sentencesIn('src');
const others = languages.filter((language) => language !== 'en');

/** A text whose values are called by their places in the sentence. */
function placed(text: string, msgid: string): string {
  const names = [...new Set(namesIn(msgid))];
  return text.replaceAll(/\$\{ (.*?) \}/g, (_, name: string) => `\${${names.indexOf(name)}}`);
}
const namesIn = (text: string) => [...text.matchAll(/\$\{ (.*?) \}/g)].map(([, name = '']) => name);

const quoted = (text: string) => JSON.stringify(text);

test('every sentence is written so that it can be found in a language', (t) => {
  t.true(sentences.length > 0);
  const wrong = sentences.filter((sentence) => sentence.wrong);
  t.deepEqual(
    wrong.map(({ at, msgid, wrong }) => `${at}: ${quoted(msgid)} ${wrong}`),
    [],
  );
});

for (const language of others) {
  test(`every sentence of the program is there in ${language}, with the same values`, async (t) => {
    const entries = (await readPoFiles(language)).flatMap(({ parsed }) =>
      Object.values(parsed.translations[''] ?? {}),
    );
    const known = new Map(entries.map((entry) => [entry.msgid, entry]));
    const problem = ({ msgid, plural }: Sentence): string | undefined => {
      const entry = known.get(msgid);
      const [said = '', ...more] = entry?.msgstr ?? [];
      if (!entry || said === '') return 'is missing';
      if (entry.msgid_plural !== plural) return `has not the msgid_plural ${quoted(plural ?? '')}`;
      if (more.length > 0) return 'has more forms than the language';
      if (String(valuesIn(said)) !== String(valuesIn(msgid))) return `has other values: ${quoted(said)}`;
      return said.trim() === said ? undefined : 'begins or ends in white space';
    };
    t.deepEqual(
      sentences.flatMap((sentence) => {
        const wrong = problem(sentence);
        const { at, msgid, plural } = sentence;
        const entry = `msgid ${quoted(msgid)}${plural === undefined ? '' : ` msgid_plural ${quoted(plural)}`}`;
        return wrong ? [`${at}: ${entry} ${wrong} in src/language/${language}/`] : [];
      }),
      [],
    );
  });

  test(`nothing stands in the ${language} files that the program does not say, and nothing twice`, async (t) => {
    const asked = new Set(sentences.map(({ msgid }) => msgid));
    const seen = new Map<string, string>();
    const wrong: string[] = [];
    for (const { name, parsed } of await readPoFiles(language)) {
      for (const { msgid } of Object.values(parsed.translations[''] ?? {})) {
        if (msgid === '') continue;
        if (!asked.has(msgid)) wrong.push(`${name}: ${quoted(msgid)} is nowhere in src`);
        if (seen.has(msgid)) wrong.push(`${name}: ${quoted(msgid)} is in ${seen.get(msgid)} already`);
        seen.set(msgid, name);
      }
    }
    t.deepEqual(wrong, []);
  });

  // ttag knows a value by its place alone: of two sentences that differ in names, one speaks for both.
  test(`sentences that differ in the names of their values alone are the same in ${language}`, async (t) => {
    const first = new Map<string, { msgid: string; said: string }>();
    const wrong: string[] = [];
    for (const { name, parsed } of await readPoFiles(language)) {
      for (const { msgid, msgstr } of Object.values(parsed.translations[''] ?? {})) {
        if (msgid === '') continue;
        const said = placed(msgstr[0] ?? '', msgid);
        const other = first.get(placed(msgid, msgid));
        if (!other) first.set(placed(msgid, msgid), { msgid, said });
        else if (other.said !== said)
          wrong.push(`${name}: ${quoted(msgid)} is not said as ${quoted(other.msgid)}`);
      }
    }
    t.deepEqual(wrong, []);
  });

  test(`each ${language} file says how the language counts`, async (t) => {
    for (const { name, parsed } of await readPoFiles(language)) {
      t.is(parsed.headers.Language, language, name);
      t.is(parsed.headers['Plural-Forms'], 'nplurals=1; plural=0;', name);
    }
  });
}

/** What is wrong with a line of source. */
const wrongIn = (line: string) => sentencesOf('x.ts', line).map(({ wrong }) => wrong);

test('what a sentence must not be is found', (t) => {
  t.deepEqual(wrongIn('const say = () => t`${a.b}: ${c}`;'), [undefined]);
  t.regex(wrongIn('const said = t`x`;')[0] ?? '', /before the language is known/);
  t.regex(wrongIn('const say = () => t`x ${f()}`;')[0] ?? '', /\$\{f\(\)\} in it/);
  t.regex(wrongIn('const say = () => t`x ${a[0]}`;')[0] ?? '', /\$\{a\[0\]\} in it/);
  t.regex(wrongIn('const say = () => t`x ${a?.b}`;')[0] ?? '', /give that a name/);
  t.regex(wrongIn('const say = () => t`x `;')[0] ?? '', /white space/);
  t.regex(wrongIn('const say = () => t`x\ny`;')[0] ?? '', /line break/);
  t.regex(wrongIn('const say = () => ngettext(one, many, n);')[0] ?? '', /is not written as/);
});

test('a sentence is found by its text and the names of its values', (t) => {
  const line = 'const say = () => ngettext(msgid`${n} \\`task\\``, `${n} \\`tasks\\``, n);';
  t.deepEqual(sentencesOf('x.ts', line), [
    { at: 'x.ts:1', msgid: '${ n } `task`', plural: '${ n } `tasks`' },
  ]);
});
