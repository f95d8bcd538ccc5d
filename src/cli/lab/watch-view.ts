import { t } from 'ttag';
import type { Lab } from '../../course/lab-format.ts';
import { textIn } from '../../course/lab-text.ts';
import type { CheckResult, LabReport } from '../../course/outcome.ts';
import type { Language } from '../../language/languages.ts';
import type { palette } from '../palette.ts';
import { mark } from './show-report.ts';

/** What the screen of `lab watch` shows. */
export interface WatchView {
  lab: Lab;
  /** Absent until every check was asked. */
  report?: LabReport;
  /** A hint, the solution, a question: below the checks. */
  panel: readonly string[];
  /** Whether there is somebody who can press keys. */
  keys: boolean;
  language: Language;
}

/** The screen as lines; a step's checks are shown where there is something to see. */
export function drawWatch(view: WatchView, paint: ReturnType<typeof palette>): string {
  const { lab, report, panel, keys, language } = view;
  const checks = report?.checks ?? [];
  const passed = checks.filter(({ outcome }) => outcome === 'pass').length;
  const count = report ? t`${passed} of ${checks.length} checks pass` : t`looking`;
  const lines = [
    `${paint.bold(`${lab.id}: ${textIn(lab.title, language)}`)}  ${paint.dim(count)}`,
    textIn(lab.goal, language).trim(),
    '',
    ...lab.steps.flatMap(({ id, text }, at) => {
      const own = checks.filter(({ step }) => step === id);
      return drawStep(`${at + 1}. ${textIn(text, language).trim()}`, own, paint);
    }),
  ];
  if (report?.outcome === 'pass') lines.push('', paint.green(t`All checks pass.`));
  if (panel.length > 0) lines.push('', ...panel);
  if (keys) lines.push('', paint.dim(t`h hint   s solution   r reset   n next lab   q quit`));
  return lines.join('\n');
}

function drawStep(
  title: string,
  checks: readonly CheckResult[],
  paint: ReturnType<typeof palette>,
): string[] {
  if (checks.length === 0) return [`  ${title}`];
  if (checks.every(({ outcome }) => outcome === 'pass')) return [`${mark(paint, 'pass')} ${title}`];
  if (checks.every(({ waitsFor }) => waitsFor !== undefined))
    return [`${mark(paint, 'unknown', true)} ${paint.dim(title)}`];
  return [
    `  ${title}`,
    ...checks.map(({ id, outcome, message, waitsFor }) => {
      const waits = waitsFor !== undefined;
      const line = `${id}: ${message}`;
      return `    ${mark(paint, outcome, waits)} ${waits ? paint.dim(line) : line}`;
    }),
  ];
}
