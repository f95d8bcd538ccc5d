import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Token } from 'marked';
import { allLabs } from '../../src/course/catalogue.ts';
import type { Lab } from '../../src/course/lab-format.ts';
import { learnersText, textIn } from '../../src/course/lab-text.ts';
import { packageFile } from '../../src/files/package-file.ts';
import { readIfThere } from '../../src/files/read-if-there.ts';
import type { Language } from '../../src/language/languages.ts';
import { type Cast, parseCast } from '../record/cast.ts';
import { type CommandEntry, commandTree } from './commands.ts';
import { tokensOf } from './markdown.ts';
import { type Troubleshooting, troubleshootingIn } from './troubleshooting.ts';

/** A text that may not be there in the language asked for. */
interface Text {
  tokens: Token[];
  isTranslated: boolean;
}

/** A text with a title of its own. */
export interface Guide extends Text {
  title: string;
}

/** A lab with all that its page shows. */
export interface LabContent {
  id: string;
  /** As in `03`. */
  number: string;
  title: string;
  goal: string;
  minutes: number;
  noSwarm: boolean;
  needs: string[];
  steps: string[];
  text: Text;
  cast?: Cast;
}

/** All that the site says, in one language. */
export interface Content {
  labs: LabContent[];
  program: CommandEntry;
  troubleshooting: Troubleshooting & { isTranslated: boolean };
  /** The guide for authors of labs; undefined where there is none. */
  authors?: Guide;
  /** The types of checks that they may use, likewise. */
  checks?: Guide;
}

/** Reads what the site shows in a language: labs, casts, the program itself, README and the authors' guide. */
export async function readContent(language: Language): Promise<Content> {
  const authors = await translated('labs/README', language);
  const checks = await translated('labs/CHECKS', language);
  return {
    labs: await Promise.all((await allLabs()).map((lab) => labContent(lab, language))),
    program: await commandTree(language),
    troubleshooting: await troubleshooting(language),
    ...(authors ? { authors: guide(authors) } : {}),
    ...(checks ? { checks: guide(checks) } : {}),
  };
}

async function labContent(lab: Lab, language: Language): Promise<LabContent> {
  const text = await learnersText(lab, language);
  const cast = await readIfThere(packageFile(`slides/demos/${lab.id}.cast`));
  return {
    id: lab.id,
    number: lab.id.slice(0, 2),
    title: textIn(lab.title, language),
    goal: textIn(lab.goal, language),
    minutes: lab.minutes,
    noSwarm: lab.needs.swarm === 'none',
    needs: lab.needs.labs,
    steps: lab.steps.map((step) => textIn(step.text, language)),
    text: { tokens: withoutHead(tokensOf(text.markdown)), isTranslated: text.language === language },
    ...(cast === undefined ? {} : { cast: parseCast(cast) }),
  };
}

/** A lab's text from its first section on: the page says title, goal and time itself. */
function withoutHead(tokens: Token[]): Token[] {
  return tokens.slice(tokens.findIndex((token) => token.type === 'heading' && token.depth === 2));
}

function guide({ markdown, isTranslated }: { markdown: string; isTranslated: boolean }): Guide {
  const [first, ...rest] = tokensOf(markdown);
  const title = first?.type === 'heading' ? first.text : '';
  return { title, tokens: rest, isTranslated };
}

/** A Markdown file of the package in a language, else in English; undefined where it is in neither. */
async function translated(
  name: string,
  language: Language,
): Promise<{ markdown: string; isTranslated: boolean } | undefined> {
  const own =
    language === 'en' ? undefined : await readIfThere(path.join(packageFile('.'), `${name}.${language}.md`));
  if (own !== undefined) return { markdown: own, isTranslated: true };
  const english = await readIfThere(path.join(packageFile('.'), `${name}.md`));
  return english === undefined ? undefined : { markdown: english, isTranslated: language === 'en' };
}

/** The README's table of codes: in a language where its README has one, else in English. */
async function troubleshooting(language: Language): Promise<Content['troubleshooting']> {
  const own = await translated('README', language);
  const found = own && troubleshootingIn(own.markdown);
  if (found) return { ...found, isTranslated: own.isTranslated };
  if (language === 'en') throw new Error('README.md has no table of error codes');
  return { ...(await troubleshooting('en')), isTranslated: false };
}

/** The site's first commands, as the README has them. */
export async function firstCommands(): Promise<string> {
  const tokens = tokensOf(await readFile(packageFile('README.md'), 'utf8'));
  const at = tokens.findIndex((token) => token.type === 'heading' && token.text === 'Quick start');
  const code = tokens.slice(at).find((token) => token.type === 'code');
  if (at < 0 || code?.type !== 'code') throw new Error('the README has no quick start');
  return code.text;
}
