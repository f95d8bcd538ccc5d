import test from 'ava';
import { loadCast } from '../../slides/build/demo.ts';
import { languages } from '../../slides/build/language.ts';
import { loadTopic, partsOf, topicNames } from '../../slides/build/topic.ts';

test('a demo that nobody has recorded is named, and how to record it', (t) => {
  t.throws(() => loadCast('never-recorded'), {
    message: 'slides/demos/never-recorded.cast is missing: record it with scripts/record never-recorded.',
  });
});

test('every demo on a slide is there', (t) => {
  const demos = languages.flatMap((language) =>
    topicNames().flatMap((name) =>
      loadTopic(name, language).slides.flatMap((slide) => partsOf(slide.markdown).demos),
    ),
  );
  for (const demo of demos) t.notThrows(() => loadCast(demo));
  t.pass();
});
