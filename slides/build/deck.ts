import fs from 'node:fs';
import path from 'node:path';
import YAML from 'yaml';
import * as z from 'zod/v4';
import { BuildError } from './build-error.ts';
import { folders } from './folders.ts';

const text = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });
const schema = z.strictObject({
  title: text,
  subtitle: text,
  /** What the deck claims to take; a test adds up what is in it. */
  minutes: z.strictObject({ slides: z.number(), labs: z.number(), breaks: z.number(), total: z.number() }),
  sections: z
    .array(
      z.strictObject({
        title: text,
        topics: z.array(z.string()).min(1),
        /** The labs that learners do when the section's slides are through. */
        labs: z.array(z.string()).default([]),
      }),
    )
    .min(1),
});

export type Deck = z.infer<typeof schema> & { name: string };

export function deckNames(): string[] {
  const files = fs.readdirSync(folders.decks).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => path.basename(file, '.yaml')).sort();
}

export function loadDeck(name: string): Deck {
  const file = path.join(folders.decks, `${name}.yaml`);
  if (!fs.existsSync(file)) {
    throw new BuildError(`There is no deck ${name}: there are ${deckNames().join(', ')}.`);
  }
  const deck = schema.safeParse(YAML.parse(fs.readFileSync(file, 'utf8')));
  if (!deck.success) throw new BuildError(`${file}: ${z.prettifyError(deck.error)}`);
  return { ...deck.data, name };
}

/** A deck of some topics and nothing else, to look at them. */
export function deckOfTopics(topics: string[]): Deck {
  const title = { en: topics.join(', '), ko: topics.join(', ') };
  const minutes = { slides: 0, labs: 0, breaks: 0, total: 0 };
  return { name: 'topics', title, subtitle: title, minutes, sections: [{ title, topics, labs: [] }] };
}
