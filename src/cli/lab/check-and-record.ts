import type { Cluster } from '../../cluster/cluster.ts';
import { checkLab } from '../../course/check-lab.ts';
import { systemClock } from '../../course/clock.ts';
import type { LabCluster } from '../../course/lab-cluster.ts';
import type { Lab } from '../../course/lab-format.ts';
import type { LabReport } from '../../course/outcome.ts';
import type { ProgressFile } from '../../course/progress.ts';
import { recordReport } from '../../course/progress-changes.ts';
import { recordCluster } from './course.ts';

/** What to check a lab with. */
export interface Recording {
  lab: Lab;
  cluster: Cluster;
  /** The same cluster, opened. */
  opened: LabCluster;
  progress: ProgressFile;
}

/** Milliseconds: a node that is away does not come back while a learner waits for an answer. */
const unknownFor = 5_000;

/** Checks a lab and writes down what came of it. `deadline`: milliseconds; `asked`: it counts as an attempt. */
export async function checkAndRecord(
  { lab, cluster, opened, progress }: Recording,
  { deadline, asked }: { deadline: number; asked: boolean },
): Promise<LabReport> {
  const report = await checkLab(lab, opened, { clock: systemClock, deadline, unknownFor });
  await progress.update((record) => {
    recordCluster(record, cluster);
    recordReport(record, lab, report, cluster.now(), { asked });
  });
  return report;
}
