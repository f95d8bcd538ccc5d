import test from 'ava';
import { deckNames, loadDeck } from '../../slides/build/deck.ts';
import { labIds, loadLab } from '../../slides/build/lab.ts';
import { loadTopic, topicNames } from '../../slides/build/topic.ts';

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

test('the deck of a day has every topic of the course', (t) => {
  const course = [
    'why',
    'orchestration',
    'orchestrators',
    'terms',
    'architecture',
    'raft',
    'overlay',
    'dns-and-vip',
    'ingress',
    'rolling-updates',
    'secrets-and-configs',
    'stacks',
    'reverse-proxy',
    'monitoring',
    'self-healing',
    'firewall',
    'what-is-missing',
    'operations-and-security',
    'what-next',
  ];
  t.deepEqual(topicsOf('one-day').sort(), course.sort());
  t.deepEqual(topicNames(), course.sort());
});
