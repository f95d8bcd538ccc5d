import test from 'ava';
import { deckNames, loadDeck } from '../../slides/build/deck.ts';
import { labIds, loadLab } from '../../slides/build/lab.ts';
import { loadTopic } from '../../slides/build/topic.ts';

const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0);
const topicsOf = (name: string) => loadDeck(name).sections.flatMap((section) => section.topics);
const labsOf = (name: string) => loadDeck(name).sections.flatMap((section) => section.labs);

test('topics and labs take the minutes that a deck claims', (t) => {
  for (const name of deckNames()) {
    const { minutes } = loadDeck(name);
    t.is(
      sum(topicsOf(name).map((topic) => loadTopic(topic, 'en').minutes)),
      minutes.slides,
      `slides of ${name}`,
    );
    t.is(sum(labsOf(name).map((lab) => loadLab(lab, 'en').minutes)), minutes.labs, `labs of ${name}`);
    t.is(minutes.slides + minutes.labs + minutes.breaks, minutes.total, `all of ${name}`);
  }
});

test('a deck shows no topic twice, and sends nobody into a lab twice', (t) => {
  for (const name of deckNames()) {
    t.is(new Set(topicsOf(name)).size, topicsOf(name).length, name);
    t.is(new Set(labsOf(name)).size, labsOf(name).length, name);
    for (const lab of labsOf(name)) t.true(labIds().includes(lab), lab);
  }
});
