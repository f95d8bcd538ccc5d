import { t } from 'ttag';
import { hintTiers } from '../../course/hints.ts';
import { textIn } from '../../course/lab-text.ts';
import type { HintToGive } from '../../course/next-hint.ts';
import type { Language } from '../../language/languages.ts';
import type { palette } from '../palette.ts';

/** A tier of a hint, as it is printed. */
export function hintLines(
  { check, hint, tier }: HintToGive,
  language: Language,
  paint: ReturnType<typeof palette>,
): string[] {
  const number = hintTiers.indexOf(tier) + 1;
  const title = t`hint ${number} of ${hintTiers.length} for ${check}:`;
  if (tier === 'command')
    return [
      paint.cyan(title),
      ...hint.command
        .trimEnd()
        .split('\n')
        .map((it) => `    ${it}`),
    ];
  return [`${paint.cyan(title)} ${textIn(hint[tier], language).trim()}`];
}
