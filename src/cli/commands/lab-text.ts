import type { Lab } from '../../course/lab-format.ts';
import { languageOf, learnersText } from '../../course/lab-text.ts';
import type { Language } from '../../course/languages.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { labMeant, progressOf } from '../lab/course.ts';
import { renderMarkdown } from '../lab/render-markdown.ts';

/** Prints a lab's text. */
export async function labText(
  context: CommandContext,
  name: string | undefined,
  flags: { lang?: Language },
): Promise<void> {
  await printText(context, await labMeant(progressOf(context), name), flags);
}

/** Prints a lab's text in the language asked for, or else in English, and says so. */
export async function printText(
  { io }: CommandContext,
  lab: Lab,
  { lang }: { lang?: Language },
): Promise<void> {
  const text = await learnersText(lab, lang ?? languageOf(io.env));
  if (lang && text.language !== lang) note(io, `${lab.id} is not there in "${lang}" yet; in English:`);
  print(io, renderMarkdown(io, text.markdown).trimEnd());
}
