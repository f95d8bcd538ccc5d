import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { BuildError } from './build-error.ts';
import { withChromium } from './chromium.ts';
import { deckNames, deckOfTopics, loadDeck } from './deck.ts';
import { folders } from './folders.ts';
import { writeHtml } from './html.ts';
import { languages } from './language.ts';
import { measure, takePictures } from './measure.ts';
import { writePdf } from './pdf.ts';
import { topicNames } from './topic.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** Writes the HTML and the PDF of decks into a folder. */
async function build(decks: string[], folder: string): Promise<void> {
  for (const name of decks) loadDeck(name);
  await withChromium(async (browser) => {
    for (const name of decks) {
      for (const language of languages) {
        const html = path.join(folder, `${name}.${language}.html`);
        const pdf = path.join(folder, `${name}.${language}.pdf`);
        const slides = await writeHtml(loadDeck(name), language, html);
        await writePdf(browser, html, pdf);
        say(`${name} (${language}): ${slides} slides in ${path.relative('', html)} and .pdf`);
      }
    }
  });
}

/** Takes pictures of topics' slides, and says what does not fit. Returns how much that is. */
async function look(topics: string[], folder: string): Promise<number> {
  let count = 0;
  await withChromium(async (browser) => {
    for (const topic of topics) {
      for (const language of languages) {
        const html = path.join(folder, `${topic}.${language}.html`);
        const slides = await writeHtml(deckOfTopics([topic]), language, html, false);
        const { faults } = await measure(browser, html);
        await takePictures(browser, html, slides, (index) =>
          path.join(folder, `${topic}.${language}.${index}.png`),
        );
        say(`${topic} (${language}): ${slides} pictures in ${path.relative('', folder)}`);
        for (const fault of faults) say(`  ${fault}`);
        count += faults.length;
      }
    }
  });
  return count;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      look: { type: 'boolean', default: false },
      out: { type: 'string', default: path.join(folders.slides, 'dist') },
    },
  });
  fs.mkdirSync(values.out, { recursive: true });
  if (values.look) {
    const names = positionals.length > 0 ? positionals : topicNames();
    return (await look(names, path.join(values.out, 'look'))) === 0 ? 0 : 1;
  }
  await build(positionals.length > 0 ? positionals : deckNames(), values.out);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof BuildError)) throw error;
  say(`error: ${error.message}`);
  process.exitCode = 2;
}
