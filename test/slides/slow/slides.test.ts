import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import { withChromium } from '../../../slides/build/chromium.ts';
import { deckNames, loadDeck } from '../../../slides/build/deck.ts';
import { writeHtml } from '../../../slides/build/html.ts';
import { languages } from '../../../slides/build/language.ts';
import { measure } from '../../../slides/build/measure.ts';
import { writePdf } from '../../../slides/build/pdf.ts';
import { loadTopic } from '../../../slides/build/topic.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slides-test-'));
test.after.always(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Pages of a PDF, counted in the file itself. */
const pagesOf = (pdf: string) => [...fs.readFileSync(pdf, 'latin1').matchAll(/\/Type\s*\/Page\b/g)].length;

/** The slides that a deck has to have: its title, its sections, those of its topics, and one a lab. */
function expected(name: string): number {
  const { sections } = loadDeck(name);
  const titles = sections.length > 1 ? sections.length : 0;
  const topics = sections.flatMap((section) =>
    section.topics.map((topic) => loadTopic(topic, 'en').slides.length),
  );
  const labs = sections.reduce((count, section) => count + section.labs.length, 0);
  return 1 + titles + topics.reduce((all, each) => all + each, 0) + labs;
}

for (const name of deckNames()) {
  for (const language of languages) {
    test.serial(
      `the deck ${name} (${language}) is one file and one PDF with a page a slide, and nothing in it overflows`,
      async (t) => {
        const html = path.join(folder, `${name}.${language}.html`);
        const pdf = path.join(folder, `${name}.${language}.pdf`);
        t.is(await writeHtml(loadDeck(name), language, html), expected(name));
        await withChromium(async (browser) => {
          const measured = await measure(browser, html);
          t.deepEqual(measured, { slides: expected(name), faults: [], requests: [] });
          await writePdf(browser, html, pdf);
        });
        t.is(pagesOf(pdf), expected(name));
      },
    );
  }
}
