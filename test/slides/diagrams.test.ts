import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import { folders } from '../../slides/build/folders.ts';
import { labelsOf, labelsOfDot, loadKorean, translate } from '../../slides/build/labels.ts';
import { loadTopic, partsOf, topicNames } from '../../slides/build/topic.ts';

const sources = fs.readdirSync(folders.diagrams).filter((file) => /\.(svg|dot)$/.test(file));
const read = (file: string) => fs.readFileSync(path.join(folders.diagrams, file), 'utf8');
const nameOf = (file: string) => file.replace(/\.\w+$/, '');

test('every label of a diagram is there in Korean, and no other', (t) => {
  for (const file of sources) {
    const labels = file.endsWith('.dot') ? labelsOfDot(read(file)) : labelsOf(read(file)).map(decode);
    t.deepEqual(Object.keys(loadKorean(nameOf(file))).sort(), labels.sort(), file);
  }
});

test('every diagram is on a slide, and every diagram on a slide exists', (t) => {
  const shown = topicNames().flatMap((name) =>
    loadTopic(name, 'en').slides.flatMap((slide) => partsOf(slide.markdown).diagrams),
  );
  t.deepEqual([...new Set(shown)].sort(), sources.map(nameOf).sort());
});

test('a diagram leaves colours and fonts to the theme, and fetches nothing', (t) => {
  for (const file of sources) {
    t.notRegex(read(file), /<style|font-family|<image|href="http|url\(/, file);
    t.notRegex(read(file), /font-size="(\d|1[0-7])(px)?"/, `${file}: text under 18 px`);
  }
});

test('a label without Korean is named', (t) => {
  const svg = '<svg><text x="1">one</text><text>two &amp; three</text></svg>';
  t.is(
    translate(svg, { one: '하나', 'two & three': '둘' }, 'a'),
    '<svg><text x="1">하나</text><text>둘</text></svg>',
  );
  t.throws(() => translate(svg, { one: '하나' }, 'a'), { message: /a\.ko\.yaml lacks the label "two/ });
});

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
