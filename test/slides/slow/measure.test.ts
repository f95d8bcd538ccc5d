import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import { withChromium } from '../../../slides/build/chromium.ts';
import { measure } from '../../../slides/build/measure.ts';

/** A page as Marp lays one out: a slide of 1280 by 720 in an SVG. */
function page(inside: string): string {
  const style = 'section { width: 1280px; height: 720px; margin: 0; font-size: 30px; position: relative }';
  return `<!doctype html><style>body { margin: 0 } ${style}</style>
<svg data-marpit-svg viewBox="0 0 1280 720" width="1280" height="720"><foreignObject width="1280" height="720">
<section style="padding: 50px; box-sizing: border-box"><h2>Title</h2>${inside}</section></foreignObject></svg>`;
}

test('what does not fit is found, and what asks the network for something', async (t) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'slides-test-'));
  t.teardown(() => fs.rmSync(folder, { recursive: true }));
  await withChromium(async (browser) => {
    const seen = (inside: string) => {
      const file = path.join(folder, 'page.html');
      fs.writeFileSync(file, page(inside));
      return measure(browser, file);
    };
    t.deepEqual(await seen('<p>It fits.</p>'), { slides: 1, faults: [], requests: [] });
    t.regex((await seen('<p>line</p>'.repeat(20))).faults.join(), /slide 1 \(Title\): it is \d+ px too high/);
    t.regex((await seen('<p style="font-size: 12px">small</p>')).faults.join(), /12.0 px small: small/);
    t.regex(
      (await seen('<p style="margin-left: -90px">out</p>')).faults.join(),
      /text leaves the slide: out/,
    );
    t.regex(
      (await seen(`<pre style="width: 200px; overflow: hidden">${'word '.repeat(20)}</pre>`)).faults.join(),
      /a line is cut off: word/,
    );
    const label =
      '<div class="diagram" style="height: 300px"><svg viewBox="0 0 960 400" width="960" height="400"><text x="900" y="50" font-size="30">far too long</text></svg></div>';
    t.regex((await seen(label)).faults.join(), /a label leaves the drawing: far too long/);
    t.deepEqual((await seen('<img src="http://127.0.0.1:9/picture.png">')).requests, [
      'http://127.0.0.1:9/picture.png',
    ]);
  });
});
