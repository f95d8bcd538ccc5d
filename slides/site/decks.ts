import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Language } from '../../src/language/languages.ts';
import { deckNames, loadDeck } from '../build/deck.ts';

/** A deck as the site offers it, with its files, relative to a language's folder. */
export interface DeckLink {
  title: string;
  subtitle: string;
  files: { label: string; href: string }[];
}

/**
 * Copies the decks of a language (`one-day.en.html`, `one-day.en.pdf`) from the folder that the slides are built into. Returns those
 * that were there.
 */
export async function copyDecks(from: string, to: string, language: Language): Promise<DeckLink[]> {
  await mkdir(to, { recursive: true });
  const built = new Set(existsSync(from) ? await readdir(from) : []);
  const decks: DeckLink[] = [];
  for (const name of deckNames()) {
    const { title, subtitle } = loadDeck(name);
    const kinds = ['html', 'pdf'].filter((kind) => built.has(`${name}.${language}.${kind}`));
    const files = kinds.map((kind) => ({ label: kind.toUpperCase(), file: `${name}.${language}.${kind}` }));
    for (const { file } of files) await copyFile(path.join(from, file), path.join(to, file));
    const links = files.map(({ label, file }) => ({ label, href: `../slides/${file}` }));
    if (links.length > 0) decks.push({ title: title[language], subtitle: subtitle[language], files: links });
  }
  return decks;
}
