import fs from 'node:fs';
import type { Browser } from 'puppeteer-core';
import { openDeck } from './chromium.ts';

/** Prints a deck's HTML, one page a slide; a demo is its last frame. */
export async function writePdf(browser: Browser, html: string, file: string): Promise<void> {
  const { page } = await openDeck(browser, html);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, timeout: 180_000 });
  await page.close();
  fs.writeFileSync(`${file}.new`, pdf);
  fs.renameSync(`${file}.new`, file);
}
