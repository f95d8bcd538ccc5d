import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildBeside } from '../../src/files/build-beside.ts';
import { packageFile } from '../../src/files/package-file.ts';
import { languages } from '../../src/language/languages.ts';
import { firstCommands, readContent } from './content.ts';
import { copyDecks } from './decks.ts';
import { type Page, pagesOf } from './pages.ts';
import { render } from './template.ts';
import { type Words, words } from './words.ts';

const player = packageFile('slides/node_modules/asciinema-player/dist/bundle');

/**
 * Builds the course site into a folder that is made anew, whole or not at all. `decks`: the folder with the built slides; the page
 * says so where there are none. Everything in it is relative, so it can be opened from any folder.
 */
export async function buildSite(out: string, decks: string): Promise<void> {
  await rm(out, { recursive: true, force: true });
  await buildBeside(
    out,
    async () => false,
    async (part) => {
      await assets(path.join(part, 'assets'));
      const begin = await firstCommands();
      for (const language of languages) {
        const content = await readContent(language);
        const offered = await copyDecks(decks, path.join(part, 'slides'), language);
        const pages = pagesOf({ language, words: words[language], content, decks: offered, begin });
        for (const page of pages) await writePage(part, language, page);
      }
      const choice = languages.map((id) => ({ id, name: words[id].language, tagline: words[id].tagline }));
      await writeFile(path.join(part, 'index.html'), render('languages', { languages: choice }));
    },
  );
}

async function assets(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await copyFile(path.join(import.meta.dirname, 'site.css'), path.join(folder, 'site.css'));
  for (const name of ['asciinema-player.css', 'asciinema-player.min.js'])
    await writeFile(path.join(folder, name), await readFile(path.join(player, name)));
}

async function writePage(part: string, language: (typeof languages)[number], page: Page): Promise<void> {
  const home = '../'.repeat(page.file.split('/').length - 1);
  const root = `${home}../`;
  const [other = 'en'] = languages.filter((one) => one !== language);
  const file = path.join(part, language, page.file);
  await mkdir(path.dirname(file), { recursive: true });
  const html = render('page', {
    ...page,
    language,
    words: words[language],
    root,
    home,
    nav: navigation(words[language], home, page.file),
    otherLanguage: other,
    otherHref: `${root}${other}/${page.file}`,
  });
  await writeFile(file, html);
}

function navigation(said: Words, home: string, here: string) {
  const places = [
    ['index.html', said.labs],
    ['slides.html', said.slides],
    ['demos.html', said.demos],
    ['commands.html', said.commands],
    ['troubleshooting.html', said.troubleshooting],
    ['authors.html', said.authors],
  ] as const;
  const isIn = (file: string) =>
    here === file ||
    (file === 'index.html' ? here.startsWith('labs/') : here.startsWith(`${file.replace('.html', '')}/`));
  return places.map(([file, label]) => ({ href: `${home}${file}`, label, here: isIn(file) }));
}
