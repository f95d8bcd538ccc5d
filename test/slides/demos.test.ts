import { existsSync } from 'node:fs';
import test from 'ava';
import { absentDemo, loadCast } from '../../slides/build/demo.ts';
import { languages } from '../../slides/build/language.ts';
import { loadTopic, partsOf, topicNames } from '../../slides/build/topic.ts';
import { demoLabs } from '../../slides/record/demos.ts';

test('a demo that nobody has recorded is named, and how to record it', (t) => {
  t.throws(() => loadCast('never-recorded'), {
    message: 'slides/demos/never-recorded.cast is missing: record it with scripts/record never-recorded.',
  });
});

test('every demo on a slide is one that is recorded', (t) => {
  const recorded: readonly string[] = demoLabs;
  const shown = languages.flatMap((language) =>
    topicNames().flatMap((name) =>
      loadTopic(name, language).slides.flatMap((slide) => partsOf(slide.markdown).demos),
    ),
  );
  t.deepEqual(
    shown.filter((name) => !recorded.includes(name)),
    [],
  );
});

test('a slide says which image was missing where its demo could not be recorded', (t) => {
  t.is(absentDemo('01-whoami', 'en'), undefined);
  if (existsSync('slides/demos/05-traefik.cast')) t.is(absentDemo('05-traefik', 'en'), undefined);
  else t.regex(absentDemo('05-traefik', 'en') ?? '', /localhost\/traefik:3\.6/);
});
