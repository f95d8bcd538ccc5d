import { t } from 'ttag';
import { labsIn } from '../../course/lab-folders.ts';
import type { LabReport } from '../../course/outcome.ts';
import type { Progress } from '../../course/progress-schema.ts';
import type { CommandContext } from '../context.ts';
import { labFolders } from './course.ts';

/** The lab to do after this one: the next that is not passed, else the first that is not; undefined where all are. */
export async function labAfter(
  context: CommandContext,
  id: string,
  { labs }: Pick<Progress, 'labs'>,
): Promise<string | undefined> {
  const ids = (await labsIn(labFolders(context))).map((it) => it.id);
  const open = ids.filter((it) => it !== id && labs[it]?.passedAt === undefined);
  return open.find((it) => it > id) ?? open[0];
}

/** What a learner does next, after a report: one line with a command in it. */
export async function nextAfterReport(
  context: CommandContext,
  { lab, outcome }: LabReport,
  progress: Progress,
): Promise<string> {
  const which = progress.current === lab ? '' : ` ${lab}`;
  if (outcome === 'fail') return t`Next: swarmlab lab hint${which}`;
  if (outcome === 'unknown') return t`Next: swarmlab status shows which nodes answer; then check again.`;
  const next = await labAfter(context, lab, progress);
  return next ? t`Next: swarmlab lab start ${next}` : t`That was the last lab: all of them are passed.`;
}
