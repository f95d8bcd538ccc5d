import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import test from 'ava';
import { withChromium } from '../../../slides/build/chromium.ts';
import { deckNames } from '../../../slides/build/deck.ts';
import { languages } from '../../../slides/build/language.ts';
import { demosFolder } from '../../../slides/record/demos.ts';
import { buildSite } from '../../../slides/site/build-site.ts';

type Browser = Parameters<Parameters<typeof withChromium>[0]>[0];
type Page = Awaited<ReturnType<Browser['newPage']>>;

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'site-test-'));
// A name with a space and a sign: nothing in the site may rest on where it is.
const site = path.join(scratch, 'a folder #1', 'site');
test.after.always(() => fs.rmSync(scratch, { recursive: true, force: true }));

test.before(async () => {
  // Whether the site leads to the decks is its own matter; what is in them is tested where they are built.
  const decks = path.join(scratch, 'decks');
  fs.mkdirSync(decks);
  for (const name of deckNames())
    for (const language of languages)
      for (const kind of ['html', 'pdf'])
        fs.writeFileSync(path.join(decks, `${name}.${language}.${kind}`), '<p>deck');
  await buildSite(site, decks);
});

/** What a page has that matters to others, and what is wrong with it. */
interface Seen {
  links: string[];
  ids: Set<string>;
  faults: string[];
}

/** What a reader may find wrong with a page at one width. Runs in the page. */
const faultsHere = `(() => {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push('wider than the screen: ' + root.scrollWidth);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { parentElement: parent, data } = texts.currentNode;
    if (!data.trim() || parent.closest('#player, script, noscript, style')) continue;
    const size = parseFloat(getComputedStyle(parent).fontSize);
    if (size < 16) faults.push(size + ' px: ' + data.trim().slice(0, 40));
  }
  if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
  return faults;
})()`;

async function look(page: Page, file: string, faults: string[]): Promise<Seen> {
  const seen: Seen = { links: [], ids: new Set(), faults };
  for (const width of [360, 1280]) {
    await page.setViewport({ width, height: 800 });
    await page.goto(pathToFileURL(file).href, { waitUntil: 'load' });
    const found = (await page.evaluate(faultsHere)) as string[];
    faults.push(...found.map((fault) => `${path.relative(site, file)} at ${width}: ${fault}`));
  }
  seen.links = (await page.evaluate(
    `[...document.querySelectorAll('a[href]')].map((a) => a.href)`,
  )) as string[];
  seen.ids = new Set(
    (await page.evaluate(`[...document.querySelectorAll('[id]')].map((it) => it.id)`)) as string[],
  );
  return seen;
}

test.serial(
  'every page: no link leads nowhere, nothing is fetched from elsewhere or wider than the screen',
  async (t) => {
    const pages = new Map<string, Seen>();
    const faults: string[] = [];
    await withChromium(async (browser) => {
      const page = await browser.newPage();
      page.on('console', (said) => faults.push(`${page.url()}: ${said.text()}`));
      page.on('pageerror', (error) => faults.push(`${page.url()}: ${error}`));
      page.on('requestfailed', (request) => faults.push(`not there: ${request.url()}`));
      page.on('request', (request) => {
        if (!/^(file|data|blob):/.test(request.url())) faults.push(`fetched: ${request.url()}`);
      });
      const queue = [path.join(site, 'index.html')];
      for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
        if (pages.has(file)) continue;
        const seen = await look(page, file, faults);
        pages.set(file, seen);
        for (const link of seen.links) {
          if (!link.startsWith('file:')) continue;
          const target = fileURLToPath(link.replace(/#.*/, ''));
          if (!fs.existsSync(target)) faults.push(`${path.relative(site, file)}: ${link} leads nowhere`);
          else if (target.endsWith('.html') && !target.includes(`${path.sep}slides${path.sep}`))
            queue.push(target);
        }
      }
    });
    for (const [file, { links }] of pages)
      for (const link of links) {
        const [target = '', fragment] = link.split('#', 2);
        if (!link.startsWith('file:') || !fragment) continue;
        const there = pages.get(fileURLToPath(target))?.ids.has(decodeURIComponent(fragment));
        if (!there) faults.push(`${path.relative(site, file)}: nothing has the id of ${link}`);
      }
    t.deepEqual(faults, []);
    const written = fs.readdirSync(site, { recursive: true, encoding: 'utf8' });
    const html = written.filter((name) => name.endsWith('.html') && !name.startsWith('slides'));
    t.deepEqual(
      [...pages.keys()].map((file) => path.relative(site, file)).sort(),
      html.sort(),
      'no page is left alone',
    );
    t.true(html.length > 20);
  },
);

test.serial('a demo plays from the page itself', async (t) => {
  const [cast] = fs.readdirSync(demosFolder).filter((name) => name.endsWith('.cast'));
  if (!cast) return t.fail('no demo is recorded');
  await withChromium(async (browser) => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(path.join(site, 'en/demos', cast.replace('.cast', '.html'))).href);
    const start = await page.waitForSelector('.ap-overlay-start');
    await start?.click();
    await page.waitForFunction(`/\\$ docker/.test(document.querySelector('.ap-term')?.textContent ?? '')`, {
      timeout: 60_000,
    });
  });
  t.pass();
});
