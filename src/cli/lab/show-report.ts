import type { LabReport, Outcome } from '../../course/outcome.ts';
import { outcomeWord } from '../../course/outcome-words.ts';
import { type Io, print } from '../io.ts';
import { palette } from '../palette.ts';

type Palette = ReturnType<typeof palette>;

const marks: Readonly<Record<Outcome, string>> = { pass: '✔', fail: '✘', skip: '-', unknown: '?' };

/** The mark of an outcome, in its colour; what waits for another check has a small one. */
export function mark(paint: Palette, outcome: Outcome, waits = false): string {
  return waits ? paint.dim('·') : colour(paint, outcome)(marks[outcome]);
}

/** The colour of an outcome. */
function colour(paint: Palette, outcome: Outcome): (text: string) => string {
  return { pass: paint.green, fail: paint.red, skip: paint.dim, unknown: paint.yellow }[outcome];
}

/** A line for each check, and one for the lab. */
export function showReport(io: Io, { lab, outcome, checks }: LabReport): void {
  const paint = palette(io.stdout, io.env);
  for (const check of checks) {
    const waits = check.waitsFor !== undefined;
    const line = `${check.id}: ${check.message}`;
    print(io, `${mark(paint, check.outcome, waits)} ${waits ? paint.dim(line) : line}`);
  }
  print(io, `${lab}: ${colour(paint, outcome)(outcomeWord(outcome))}`);
}
