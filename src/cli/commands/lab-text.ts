import { t } from 'ttag';
import type { Lab } from '../../course/lab-format.ts';
import { learnersText } from '../../course/lab-text.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { labMeant, progressOf } from '../lab/course.ts';
import { renderMarkdown } from '../lab/render-markdown.ts';

/** Prints a lab's text. */
export async function labText(context: CommandContext, name: string | undefined): Promise<void> {
  await printText(context, await labMeant(context, progressOf(context), name));
}

/** Prints a lab's text in the language of this run, or else in English, and says so. */
export async function printText({ io, language }: CommandContext, lab: Lab): Promise<void> {
  const text = await learnersText(lab, language);
  if (text.language !== language) note(io, t`${lab.id} is not there in "${language}" yet; in English:`);
  print(io, renderMarkdown(io, text.markdown).trimEnd());
}
