import { t } from 'ttag';
import type { Grade, LabStanding } from '../grade.ts';
import type { CheckGrade, Worker } from '../grade-check.ts';

type HintTier = NonNullable<CheckGrade['hint']>;

/** How far a lab is, for people. */
export function standingWord(standing: LabStanding): string {
  return {
    passed: t`passed`,
    'solved-by-swarmlab': t`solved by swarmlab`,
    'made-by-swarmlab': t`made by swarmlab`,
    partial: t`partly done`,
    begun: t`begun`,
    skipped: t`skipped`,
    'not-started': t`not started`,
  }[standing];
}

function passedText(at: string | undefined, by: Worker): string {
  return {
    learner: t`passed at ${at}`,
    solution: t`passed at ${at}, after swarmlab ran the solution`,
    'catch-up': t`passed at ${at}, as a later lab's ground`,
  }[by];
}

/** What became of a check, in a line of plain text. */
export function checkLine({ outcome, passedAt, by = 'learner', hint, message }: CheckGrade): string {
  const helped = hint ? `, ${hintText(hint)}` : '';
  if (outcome === 'pass') {
    const seen = message ? `: ${message}` : '';
    return `${passedText(passedAt, by)}${helped}${seen}`;
  }
  if (outcome === 'unasked') return t`never asked`;
  const words = { fail: t`not passed`, skip: t`skipped`, unknown: t`could not be asked` };
  return `${words[outcome]}${helped}: ${message}`;
}

function hintText(hint: HintTier): string {
  const tier = { nudge: t`nudge`, concept: t`concept`, command: t`command` }[hint];
  return t`hint: ${tier}`;
}

/** Who, as far as that is known. */
export function learnerText({ who }: Pick<Grade, 'who'>): string {
  if (!who) return t`a learner who gave no name`;
  return who.email ? `${who.name} <${who.email}>` : who.name;
}

/** Time worked, to the minute. */
export function minutesText(seconds: number): string {
  if (seconds <= 0) return '-';
  const minutes = Math.round(seconds / 60);
  if (minutes < 1) return t`under 1 min`;
  const [hours, more] = [Math.floor(minutes / 60), minutes % 60];
  return minutes < 60 ? t`${minutes} min` : t`${hours} h ${more} min`;
}

/** Points as a share of what could be had, in per cent; `-` where there was nothing to be had. */
export function shareText({ points, maximum }: { points: number; maximum: number }): string {
  return maximum === 0 ? '-' : `${Math.round((points / maximum) * 100)} %`;
}
