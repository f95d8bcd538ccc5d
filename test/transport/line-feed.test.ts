import test from 'ava';
import { lineFeed } from '../../src/transport/line-feed.ts';

test('lines are complete whatever the chunks cut, also inside a character', (t) => {
  const bytes = Buffer.from('grün\r\nzwei\n\nrest');
  for (let cut = 0; cut <= bytes.length; cut++) {
    const lines: string[] = [];
    const feed = lineFeed((line) => lines.push(line));
    feed.push(bytes.subarray(0, cut));
    feed.push(bytes.subarray(cut));
    feed.end();
    t.deepEqual(lines, ['grün', 'zwei', '', 'rest'], `cut at ${cut}`);
  }
});
