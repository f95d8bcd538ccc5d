import { t } from 'ttag';
import { printable } from '../config/show.ts';
import { SwarmlabError } from '../errors/index.ts';

/** What a number on the command line may be. `example`: what to type, for the fix. */
export interface Bounds {
  least: number;
  most: number;
  example: string;
}

/** A whole number from the command line, within bounds; E_USAGE names the option or argument. */
export function wholeNumber(what: string, text: string, { least, most, example }: Bounds): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  const said = printable(text);
  const message = t`${what}: "${said}" is not a whole number from ${least} to ${most}`;
  throw new SwarmlabError('E_USAGE', message, { fix: t`Say it as in: ${example}` });
}
