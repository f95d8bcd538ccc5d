import type { Language } from '../../src/language/languages.ts';
import { playingTime } from '../record/cast.ts';
import type { CommandEntry, Word } from './commands.ts';
import type { Content, Guide, LabContent } from './content.ts';
import type { DeckLink } from './decks.ts';
import { codeBlock, inline, toHtml } from './markdown.ts';
import { render } from './template.ts';
import type { Words } from './words.ts';

/** A page: where it is below its language's folder, and what it shows. */
export interface Page {
  file: string;
  title: string;
  body: string;
  /** Whether it plays a demo. */
  player: boolean;
}

/** What pages are made of. */
export interface Material {
  language: Language;
  words: Words;
  content: Content;
  decks: readonly DeckLink[];
  /** Typed to begin. */
  begin: string;
}

/** All pages of a language. */
export function pagesOf(material: Material): Page[] {
  const { words, content, decks, begin } = material;
  const { labs } = content;
  const demos = labs.filter(({ cast }) => cast);
  const page = (file: string, title: string, body: string): Page => ({ file, title, body, player: false });
  return [
    page(
      'index.html',
      words.labs,
      render('home', { words, begin: codeBlock(begin, 'sh'), labs: labs.map(listed) }),
    ),
    ...labs.map((lab, at) => page(labFile(lab), lab.title, labBody(lab, at, material))),
    page('slides.html', words.slides, render('slides', { words, decks })),
    page('demos.html', words.demos, render('demos', { words, demos: demos.map(listedDemo) })),
    ...demos.map((lab) => ({ ...page(demoFile(lab), lab.title, demoBody(lab, words)), player: true })),
    page('commands.html', words.commands, commandsBody(content.program, words)),
    page('troubleshooting.html', words.troubleshooting, troubleshootingBody(content, words)),
    page('authors.html', words.authors, guideBody(content.authors, { 'CHECKS.md': checksFile }, words)),
    page(checksFile, words.authors, guideBody(content.checks, { 'README.md': '../authors.html' }, words)),
  ];
}

const checksFile = 'authors/checks.html';
const labFile = ({ id }: LabContent) => `labs/${id}.html`;
const demoFile = ({ id }: LabContent) => `demos/${id}.html`;
const listed = (lab: LabContent) => ({ ...lab, goal: inline(lab.goal), href: labFile(lab) });
const seconds = ({ cast }: LabContent) => (cast ? Math.round(playingTime(cast)) : 0);
const listedDemo = (lab: LabContent) => ({ ...lab, href: demoFile(lab), seconds: seconds(lab) });

function labBody(lab: LabContent, at: number, { words, content }: Material): string {
  const neighbour = (other?: LabContent) => other && { href: `${other.id}.html`, title: other.title };
  const { html, headings } = toHtml(lab.text.tokens);
  return render('lab', {
    ...lab,
    words,
    goal: inline(lab.goal),
    needs: lab.needs.map((id) => ({
      href: `${id}.html`,
      title: content.labs.find((one) => one.id === id)?.title,
    })),
    demo: lab.cast ? `../${demoFile(lab)}` : undefined,
    steps: lab.steps.map(inline),
    headings,
    text: html,
    untranslated: !lab.text.isTranslated,
    previous: neighbour(content.labs[at - 1]),
    next: neighbour(content.labs[at + 1]),
  });
}

function demoBody(lab: LabContent, words: Words): string {
  const { header, events } = lab.cast ?? { header: {}, events: [] };
  return render('demo', {
    title: lab.title,
    words,
    root: '../../',
    lab: `../${labFile(lab)}`,
    seconds: seconds(lab),
    commands: events.flatMap(([, kind, text]) => (kind === 'm' ? [codeBlock(text, 'sh')] : [])),
    // Nothing in it may end the script element that it stands in.
    cast: JSON.stringify([header, ...events]).replaceAll('<', '\\u003c'),
  });
}

function commandsBody(program: CommandEntry, words: Words): string {
  return render('commands', {
    words,
    usage: program.usage,
    options: terms(program.options, words),
    index: program.commands,
    commands: program.commands.map((command) => commandSection(command, words, 'h2')).join(''),
  });
}

function commandSection(command: CommandEntry, words: Words, heading: 'h2' | 'h3'): string {
  return render('command', {
    ...command,
    heading,
    description: inline(command.description),
    args: terms(command.args, words),
    options: terms(command.options, words),
    commands: command.commands.map((inner) => commandSection(inner, words, 'h3')).join(''),
  });
}

function terms(rows: readonly Word[], words: Words): string {
  if (rows.length === 0) return '';
  return render('terms', {
    words,
    rows: rows.map((row) => ({ ...row, description: inline(row.description) })),
  });
}

function troubleshootingBody({ troubleshooting }: Content, words: Words): string {
  return render('troubleshooting', {
    ...troubleshooting,
    words,
    untranslated: !troubleshooting.isTranslated,
  });
}

/** `pages`: those of the site that the text refers to, by their files. */
function guideBody(guide: Guide | undefined, pages: Readonly<Record<string, string>>, words: Words): string {
  return render('text', {
    title: guide?.title || words.authors,
    words,
    text: guide ? toHtml(guide.tokens, pages).html : `<p class="notice">${words.authorsMissing}</p>`,
    untranslated: guide !== undefined && !guide.isTranslated,
  });
}
