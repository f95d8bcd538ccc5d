import { addLocale, useLocale } from 'ttag';
import type { Language } from './languages.ts';

let spoken: Language = 'en';

/** Sets the language of every sentence that is made from now on. English stands in the source: nothing is read for it. */
export async function speak(language: Language): Promise<void> {
  if (language !== 'en') {
    const { readCatalogue } = await import('./catalogue.ts');
    addLocale(language, await readCatalogue(language));
  }
  useLocale(language);
  spoken = language;
}

/** What is said of a text that stands in every language. */
export function spokenOf(text: Readonly<Record<Language, string>>): string {
  return text[spoken];
}

/** What `make` makes, in English whatever is spoken: for files that programs read. */
export function inEnglish<Made>(make: () => Made): Made {
  useLocale('en');
  try {
    return make();
  } finally {
    useLocale(spoken);
  }
}
