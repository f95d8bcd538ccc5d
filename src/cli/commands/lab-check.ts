import { plainCheckDeadline } from '../../course/check-lab.ts';
import { openLab } from '../../course/open-lab.ts';
import { labExitCode } from '../../course/outcome.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { checkAndRecord } from '../lab/check-and-record.ts';
import { labMeant, progressOf } from '../lab/course.ts';
import { nextAfterReport } from '../lab/next-step.ts';
import { showReport } from '../lab/show-report.ts';
import { withCluster } from '../with-cluster.ts';

export async function labCheck(
  context: CommandContext,
  name: string | undefined,
  flags: { json?: boolean },
): Promise<void> {
  const { io } = context;
  const progress = progressOf(context);
  const lab = await labMeant(context, progress, name);
  const report = await withCluster(context, { name: 'lab check', changes: false }, async (cluster) => {
    const opened = await openLab(cluster);
    const how = { deadline: plainCheckDeadline, asked: true };
    return checkAndRecord({ lab, cluster, opened, progress }, how);
  });
  if (flags.json) print(io, JSON.stringify(report, null, 2));
  else showReport(io, report);
  note(io, await nextAfterReport(context, report, await progress.read()));
  context.exitWith(labExitCode(report));
}
