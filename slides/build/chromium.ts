import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { BuildError } from './build-error.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Where Chromium is: the variable CHROMIUM, else the first of its usual names on the PATH. */
function executable(): string {
  const named = process.env.CHROMIUM;
  if (named) return named;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
      const file = path.join(folder, name);
      if (folder && fs.existsSync(file)) return file;
    }
  }
  throw new BuildError(
    'No Chromium is on this computer: install it, or name its program in the variable CHROMIUM.',
  );
}

/** Lends a Chromium with an empty profile, which is removed afterwards. */
export async function withChromium<T>(use: (browser: Browser) => Promise<T>): Promise<T> {
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'slides-chromium-'));
  try {
    const browser = await puppeteer.launch({
      executablePath: executable(),
      userDataDir: profile,
      args: flags,
      pipe: true,
      protocolTimeout: 180_000,
    });
    try {
      return await use(browser);
    } finally {
      await browser.close();
    }
  } finally {
    fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A page laid out as on paper, every slide at once, and what it asked of the network: nothing, if all is well. */
export async function openDeck(browser: Browser, file: string): Promise<{ page: Page; requests: string[] }> {
  const page = await browser.newPage();
  const requests: string[] = [];
  page.on('request', (request) => {
    if (/^(https?|wss?|ftp):/.test(request.url())) requests.push(request.url());
  });
  await page.setViewport({ width: 1280, height: 720 });
  await page.emulateMediaType('print');
  await page.goto(pathToFileURL(path.resolve(file)).href, { waitUntil: 'load' });
  await page.evaluate('document.fonts.ready.then(() => undefined)');
  await page.waitForFunction(
    `[...document.querySelectorAll('.demo')].every((place) => place.shadowRoot?.querySelector('.ap-term'))`,
  );
  return { page, requests };
}
