import type { Browser, Page } from 'puppeteer-core';
import { openDeck } from './chromium.ts';

/** What is wrong with how a deck is laid out, one sentence each, and what it asked of the network. */
export interface Measured {
  slides: number;
  faults: string[];
  requests: string[];
}

/** Runs in the page. All lengths are those of a slide of 1280 by 720. */
const look = `(() => {
  const faults = [];
  const sections = [...document.querySelectorAll('svg[data-marpit-svg] > foreignObject > section')];
  sections.forEach((section, index) => {
    const box = section.getBoundingClientRect();
    const scale = box.width / 1280;
    const title = section.querySelector('h1, h2')?.textContent ?? 'without a title';
    const where = 'slide ' + (index + 1) + ' (' + title + '): ';
    const say = (what) => faults.push(where + what);
    if (section.scrollHeight > section.clientHeight + 1) say('it is ' + (section.scrollHeight - section.clientHeight) + ' px too high');
    if (section.scrollWidth > section.clientWidth + 1) say('it is ' + (section.scrollWidth - section.clientWidth) + ' px too wide');
    for (const code of section.querySelectorAll('pre, table, .columns > *')) {
      if (code.scrollWidth > code.clientWidth + 1) say('a line is cut off: ' + code.textContent.trim().slice(0, 60));
    }
    const foot = section.querySelector('footer')?.getBoundingClientRect();
    const texts = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const parent = text.parentElement;
      if (!text.data.trim() || parent.closest('style, script, footer')) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const drawing = parent.closest('.diagram svg');
      const size = parseFloat(getComputedStyle(parent).fontSize) * (drawing ? drawing.getBoundingClientRect().width / scale / drawing.viewBox.baseVal.width : 1);
      const words = text.data.trim().slice(0, 60);
      if (size < 17.5) say('the text is ' + size.toFixed(1) + ' px small: ' + words);
      for (const line of range.getClientRects()) {
        const left = (line.left - box.left) / scale;
        const right = (line.right - box.left) / scale;
        const bottom = (line.bottom - box.top) / scale;
        if (left < 20 || right > 1262 || bottom > 712) say('text leaves the slide: ' + words);
        else if (foot && foot.height && !parent.closest('header') && line.bottom > foot.top + 2 * scale && line.left < foot.right) say('text runs into the footer: ' + words);
      }
      if (drawing) {
        const edge = drawing.getBoundingClientRect();
        const own = range.getBoundingClientRect();
        if (own.left < edge.left - 1 || own.right > edge.right + 1 || own.top < edge.top - 1 || own.bottom > edge.bottom + 1) say('a label leaves the drawing: ' + words);
      }
    }
    for (const image of section.querySelectorAll('.diagram')) {
      const edge = image.getBoundingClientRect();
      if ((edge.bottom - box.top) / scale > 690) say('a diagram leaves the slide');
      if (edge.height / scale < 150) say('a diagram has only ' + Math.round(edge.height / scale) + ' px of height');
    }
  });
  return { slides: sections.length, faults: [...new Set(faults)] };
})()`;

/** Lays every slide of a deck's HTML out in Chromium and looks for what does not fit. */
export async function measure(browser: Browser, html: string): Promise<Measured> {
  const { page, requests } = await openDeck(browser, html);
  const found = (await page.evaluate(look)) as Omit<Measured, 'requests'>;
  await page.close();
  return { ...found, requests };
}

/** Takes a picture of every slide, as a projector would show it. */
export async function takePictures(
  browser: Browser,
  html: string,
  slides: number,
  name: (index: number) => string,
): Promise<void> {
  const { page } = await openDeck(browser, html);
  await page.emulateMediaType('screen');
  await page.addStyleTag({ content: '.bespoke-marp-osc { display: none !important }' });
  for (let index = 1; index <= slides; index += 1) {
    await turnTo(page, index);
    await page.screenshot({ path: name(index) });
  }
  await page.close();
}

async function turnTo(page: Page, slide: number): Promise<void> {
  await page.evaluate(`location.hash = '#${slide}'`);
  await page.waitForFunction(
    `[...document.querySelectorAll('svg[data-marpit-svg]')].findIndex((each) => each.classList.contains('bespoke-marp-active')) === ${slide - 1}`,
  );
}
