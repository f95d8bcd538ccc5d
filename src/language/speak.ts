import { addLocale, useLocale } from 'ttag';
import type { Language } from './languages.ts';

/** Sets the language of every sentence that is made from now on. English stands in the source: nothing is read for it. */
export async function speak(language: Language): Promise<void> {
  if (language !== 'en') {
    const { readCatalogue } = await import('./catalogue.ts');
    addLocale(language, await readCatalogue(language));
  }
  useLocale(language);
}
