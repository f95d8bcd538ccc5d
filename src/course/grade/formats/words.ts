import type { Grade, LabStanding } from '../grade.ts';
import type { CheckGrade, Worker } from '../grade-check.ts';

/** How far a lab is, for people. */
export const standingWords: Readonly<Record<LabStanding, string>> = {
  passed: 'passed',
  'solved-by-swarmlab': 'solved by swarmlab',
  'made-by-swarmlab': 'made by swarmlab',
  partial: 'partly done',
  begun: 'begun',
  skipped: 'skipped',
  'not-started': 'not started',
};

const workWords: Readonly<Record<Worker, string>> = {
  learner: '',
  solution: ', after swarmlab ran the solution',
  'catch-up': ", as a later lab's ground",
};

/** What became of a check, in a line of plain text. */
export function checkLine({ outcome, passedAt, by = 'learner', hint, message }: CheckGrade): string {
  const helped = hint ? `, hint: ${hint}` : '';
  if (outcome === 'pass') {
    const seen = message ? `: ${message}` : '';
    return `passed at ${passedAt}${workWords[by]}${helped}${seen}`;
  }
  if (outcome === 'unasked') return 'never asked';
  const words = { fail: 'not passed', skip: 'skipped', unknown: 'could not be asked' };
  return `${words[outcome]}${helped}: ${message}`;
}

/** Who, as far as that is known. */
export function learnerText({ who }: Pick<Grade, 'who'>): string {
  if (!who) return 'a learner who gave no name';
  return who.email ? `${who.name} <${who.email}>` : who.name;
}

/** Time worked, to the minute. */
export function minutesText(seconds: number): string {
  if (seconds <= 0) return '-';
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return 'under 1 min';
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Points as a share of what could be had, in per cent; `-` where there was nothing to be had. */
export function shareText({ points, maximum }: { points: number; maximum: number }): string {
  return maximum === 0 ? '-' : `${Math.round((points / maximum) * 100)} %`;
}
