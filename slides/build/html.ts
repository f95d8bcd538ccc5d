import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { marpCli } from '@marp-team/marp-cli';
import { BuildError } from './build-error.ts';
import type { Deck } from './deck.ts';
import { playerHtml } from './demo.ts';
import { folders } from './folders.ts';
import { fontFaces } from './fonts.ts';
import type { Language } from './language.ts';
import { deckMarkdown } from './markdown.ts';

/**
 * Writes a deck as one HTML file that needs nothing else.
 *
 * @param covers whether the deck's own slides (title, sections, labs) are in it
 * @returns how many slides it has
 */
export async function writeHtml(
  deck: Deck,
  language: Language,
  file: string,
  covers = true,
): Promise<number> {
  const { markdown, slides, demos } = await deckMarkdown(deck, language, covers);
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'slides-'));
  try {
    const source = path.join(work, 'deck.md');
    const theme = path.join(work, 'theme.css');
    const drawn = path.join(work, 'deck.html');
    fs.writeFileSync(source, markdown);
    // The theme's name has to stand in the file's first comment, so the fonts follow it.
    fs.writeFileSync(
      theme,
      `${fs.readFileSync(path.join(folders.slides, 'theme.css'), 'utf8')}\n${await fontFaces(markdown)}`,
    );
    const config = path.join(folders.slides, 'marp.config.js');
    const words = [
      source,
      '--config-file',
      config,
      '--theme-set',
      theme,
      '--output',
      drawn,
      '--html',
      '--no-stdin',
    ];
    const code = await marpCli(words);
    if (code !== 0)
      throw new BuildError(`Marp could not draw the deck ${deck.name} (${language}); it ended with ${code}.`);
    const html = fs.readFileSync(drawn, 'utf8');
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(
      `${file}.new`,
      html.replace(/<\/body>/, () => `${playerHtml(demos)}</body>`),
    );
    fs.renameSync(`${file}.new`, file);
  } finally {
    fs.rmSync(work, { recursive: true });
  }
  return slides;
}
