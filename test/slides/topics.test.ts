import test from 'ava';
import { labIds } from '../../slides/build/lab.ts';
import { languages } from '../../slides/build/language.ts';
import { loadTopic, parseTopic, partsOf, topicNames } from '../../slides/build/topic.ts';

const names = topicNames();
const all = () => names.flatMap((name) => languages.map((language) => loadTopic(name, language)));
const parts = (name: string, language: 'en' | 'ko') =>
  loadTopic(name, language).slides.map((slide) => partsOf(slide.markdown));

test('the times of the slides add up to the minutes of their topic', (t) => {
  for (const topic of all()) {
    const sum = topic.slides.reduce((minutes, slide) => minutes + slide.minutes, 0);
    t.is(sum, topic.minutes, `${topic.name}.${topic.language}.md`);
  }
});

test('every slide has a title, and a note that says something', (t) => {
  for (const topic of all()) {
    for (const [index, slide] of topic.slides.entries()) {
      const where = `${topic.name}.${topic.language}.md, slide ${index + 1}`;
      t.regex(slide.markdown, /^#{1,2} \S/m, where);
      t.true(slide.note.length > 20, where);
    }
  }
});

test('both languages of a topic have the same slides, times, diagrams, demos and code', (t) => {
  for (const name of names) {
    const [en, ko] = [loadTopic(name, 'en'), loadTopic(name, 'ko')];
    t.deepEqual(
      ko.slides.map((slide) => slide.minutes),
      en.slides.map((slide) => slide.minutes),
      name,
    );
    t.is(ko.lab, en.lab, name);
    t.deepEqual(parts(name, 'ko'), parts(name, 'en'), name);
  }
});

test('every topic has a diagram', (t) => {
  for (const name of names)
    t.true(
      parts(name, 'en').some((each) => each.diagrams.length > 0),
      name,
    );
});

test('every topic leads to a lab that exists, or says why to none', (t) => {
  for (const topic of all()) {
    if (topic.lab !== 'none') t.true(labIds().includes(topic.lab), `${topic.name}: ${topic.lab}`);
  }
});

test('every lab that a slide names by its number exists', (t) => {
  const numbers = labIds().map((id) => id.slice(0, 2));
  t.true(numbers.length > 0);
  for (const topic of all()) {
    for (const slide of topic.slides) {
      for (const [, number] of slide.markdown.matchAll(/(?:[Ll]abs? |실습 )(\d\d)\b/g)) {
        t.true(numbers.includes(number ?? ''), `${topic.name}.${topic.language}.md names lab ${number}`);
      }
    }
  }
});

test('no slide shows a picture or takes a style from the network', (t) => {
  const fetched =
    /!\[[^\]]*\]\(\s*<?https?:|<(?:img|script|link|iframe|video|image)\b[^>]*https?:|url\(\s*['"]?https?:|@import/i;
  for (const topic of all()) {
    for (const slide of topic.slides)
      t.notRegex(slide.markdown, fetched, `${topic.name}.${topic.language}.md`);
  }
});

test('a slide without a time is named', (t) => {
  const text =
    '---\ntitle: A\nminutes: 1\nlab: 01-whoami\n---\n\n## One\n\n<!-- 1 min. Say it. -->\n\n---\n\n## Two\n\n<!-- Say it. -->\n';
  t.throws(() => parseTopic('a.en.md', text), { message: /^a\.en\.md: slide 2 does not end with a note/ });
});

test('a line of dashes within code ends no slide', (t) => {
  const code = '```yaml\na: 1\n---\nb: 2\n```';
  const text = `---\ntitle: A\nminutes: 1\nlab: 01-whoami\n---\n\n## One\n\n${code}\n\n<!-- 1 min. Say it. -->\n`;
  const { slides } = parseTopic('a.en.md', text);
  t.is(slides.length, 1);
  t.deepEqual(partsOf(slides[0]?.markdown ?? '').code, [code]);
});

test('a topic without a lab has to say why', (t) => {
  const text = '---\ntitle: A\nminutes: 1\nlab: none\n---\n\n## One\n\n<!-- 1 min. Say it. -->\n';
  t.throws(() => parseTopic('a.en.md', text), { message: /because/ });
});
