import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Language } from '../../src/language/languages.ts';

/** A deck as the site offers it: its name, and its files, relative to a language's folder. */
export interface Deck {
  title: string;
  files: { label: string; href: string }[];
}

/**
 * Copies the decks of a language (`one-day.en.html`, `one-day.en.pdf`) from the folder that the slides are built into. Returns them,
 * by name; none where none were built.
 */
export async function copyDecks(from: string, to: string, language: Language): Promise<Deck[]> {
  const names = await readdir(from).catch(() => [] as string[]);
  const decks = new Map<string, Deck>();
  for (const name of names.sort()) {
    const [, title = '', kind = ''] = new RegExp(`^(.+)\\.${language}\\.(html|pdf)$`).exec(name) ?? [];
    if (!title) continue;
    await mkdir(to, { recursive: true });
    await copyFile(path.join(from, name), path.join(to, name));
    const deck = decks.get(title) ?? { title, files: [] };
    deck.files.push({ label: kind.toUpperCase(), href: `../slides/${name}` });
    decks.set(title, deck);
  }
  return [...decks.values()];
}
