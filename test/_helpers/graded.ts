import { type Grade, gradeCourse } from '../../src/course/grade/grade.ts';
import type { Lab } from '../../src/course/lab-format.ts';
import { labSchema } from '../../src/course/lab-schema.ts';
import type { CheckResult, Outcome } from '../../src/course/outcome.ts';
import { foldOutcomes } from '../../src/course/outcome.ts';
import { recordReport } from '../../src/course/progress-changes.ts';
import type { Progress } from '../../src/course/progress-schema.ts';

export const noon = Date.parse('2026-01-01T12:00:00Z');
export const minute = 60_000;

/** A lab whose checks have these ids; all in one step. */
export function labOf(
  id: string,
  checks: readonly string[] = ['converged', 'published'],
  title = 'A lab',
): Lab {
  const hint = { id: 'any', nudge: { en: 'n' }, concept: { en: 'c' }, command: 'true' };
  const file = labSchema.parse({
    version: 1,
    title: { en: title },
    goal: { en: 'A goal.' },
    minutes: 10,
    images: [],
    steps: [
      {
        id: 'only',
        text: { en: 'Do it.' },
        checks: checks.map((check) => ({
          id: check,
          type: 'service-converged',
          service: 'whoami',
          tasks: 1,
          hints: [hint],
        })),
      },
    ],
  });
  return { ...file, id, folder: `/labs/${id}`, sha256: 'a'.repeat(64) };
}

export function nothingDone(): Progress {
  return { version: 1, tool: '0.1.0', labs: {} };
}

/** Notes what was seen of the lab's checks, by check id. */
export function seen(
  progress: Progress,
  lab: Lab,
  outcomes: Readonly<Record<string, Outcome>>,
  at: number,
  message = 'as seen',
): void {
  const checks = Object.entries(outcomes).map(
    ([id, outcome]): CheckResult => ({
      step: 'only',
      id,
      outcome,
      message,
      ...(outcome === 'fail' ? { reason: 'no-service' } : {}),
      ...(outcome === 'pass' ? { evidence: { tasks: 1 } } : {}),
    }),
  );
  const outcome = foldOutcomes(Object.values(outcomes));
  recordReport(progress, lab, { lab: lab.id, outcome, checks }, at, { asked: true });
}

export function gradeOf(labs: readonly Lab[], progress: Progress): Grade {
  return gradeCourse(labs, progress, { at: noon + 600 * minute, tool: '0.2.0' });
}
