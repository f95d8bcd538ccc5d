import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { solvedCheckDeadline } from '../../course/check-lab.ts';
import { systemClock } from '../../course/clock.ts';
import { openLab } from '../../course/open-lab.ts';
import { labExitCode } from '../../course/outcome.ts';
import { isUnderWay, recordCaughtUp, recordSolution } from '../../course/progress-changes.ts';
import { scriptNodes } from '../../course/script-nodes.ts';
import { runSolution } from '../../course/solution.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { checkAndRecord } from '../lab/check-and-record.ts';
import { labMeant, progressOf } from '../lab/course.ts';
import { nextAfterReport } from '../lab/next-step.ts';
import { prepareAndTell } from '../lab/prepare.ts';
import { showReport } from '../lab/show-report.ts';
import { withCluster } from '../with-cluster.ts';

/** Shows a lab's solution; with `run` runs it and checks what came of it. Both are recorded. */
export async function labSolve(
  context: CommandContext,
  name: string | undefined,
  flags: { run?: boolean },
): Promise<void> {
  const { io } = context;
  const progress = progressOf(context);
  const lab = await labMeant(context, progress, name);
  if (!flags.run) {
    print(io, (await readFile(path.join(lab.folder, 'solution.sh'), 'utf8')).trimEnd());
    await progress.update((record) => recordSolution(record, lab, 'shown', systemClock.now()));
    note(io, t`Next: type it yourself, or let it run: swarmlab lab solve ${lab.id} --run`);
    return;
  }
  const report = await withCluster(context, { name: 'lab solve', changes: true }, async (cluster) => {
    const opened = await openLab(cluster);
    const record = await progress.update((it) => recordSolution(it, lab, 'ran', cluster.now()));
    // A lab that begins without a swarm would lose what the learner has.
    if (lab.needs.swarm !== 'none') {
      const at = (swarm: string) => isUnderWay(record, lab.id, { cluster: cluster.state.clusterId, swarm });
      const made = await prepareAndTell(io, lab, { cluster, view: opened }, { isUnderWay: at });
      await progress.update((it) => {
        for (const earlier of made.caughtUp) recordCaughtUp(it, earlier, cluster.now());
      });
    }
    note(io, t`${lab.id}: running the solution`);
    await runSolution(lab, scriptNodes(cluster, opened));
    note(io, t`${lab.id}: checking what came of it`);
    const how = { deadline: solvedCheckDeadline, asked: false };
    return checkAndRecord({ lab, cluster, opened, progress }, how);
  });
  showReport(io, report);
  note(io, await nextAfterReport(context, report, await progress.read()));
  context.exitWith(labExitCode(report));
}
