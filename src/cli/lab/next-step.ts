import { t } from 'ttag';
import { labIds } from '../../course/lab-folders.ts';
import type { LabReport } from '../../course/outcome.ts';
import type { Progress } from '../../course/progress-schema.ts';

/** The lab to do after this one: the next that is not passed, else the first that is not; undefined where all are. */
export async function labAfter(id: string, { labs }: Pick<Progress, 'labs'>): Promise<string | undefined> {
  const open = (await labIds()).filter((it) => it !== id && labs[it]?.passedAt === undefined);
  return open.find((it) => it > id) ?? open[0];
}

/** What a learner does next, after a report: one line with a command in it. */
export async function nextAfterReport({ lab, outcome }: LabReport, progress: Progress): Promise<string> {
  const which = progress.current === lab ? '' : ` ${lab}`;
  if (outcome === 'fail') return t`Next: swarmlab lab hint${which}`;
  if (outcome === 'unknown') return t`Next: swarmlab status shows which nodes answer; then check again.`;
  const next = await labAfter(lab, progress);
  return next ? t`Next: swarmlab lab start ${next}` : t`That was the last lab: all of them are passed.`;
}
