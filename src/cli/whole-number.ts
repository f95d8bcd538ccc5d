import { printable } from '../config/show.ts';
import { SwarmlabError } from '../errors/index.ts';

/** A whole number from the command line, within bounds; E_USAGE names the option or argument. */
export function wholeNumber(
  what: string,
  text: string,
  { least, most }: { least: number; most: number },
): number {
  const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new SwarmlabError(
    'E_USAGE',
    `${what}: "${printable(text)}" is not a whole number from ${least} to ${most}`,
    {
      fix: `Give a number, as in ${what} ${Math.min(most, Math.max(least, 100))}.`,
    },
  );
}
