import path from 'node:path';

const slides = path.join(import.meta.dirname, '..');

/** Where the sources are, and what the packages of slides/package.json were installed into. */
export const folders = {
  slides,
  topics: path.join(slides, 'topics'),
  decks: path.join(slides, 'decks'),
  diagrams: path.join(slides, 'diagrams'),
  demos: path.join(slides, 'demos'),
  packages: path.join(slides, 'node_modules'),
  labs: path.join(slides, '..', 'labs'),
};
