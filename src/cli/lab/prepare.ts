import { t } from 'ttag';
import type { Cluster } from '../../cluster/cluster.ts';
import { findLab, foldersFor } from '../../course/catalogue.ts';
import { systemClock } from '../../course/clock.ts';
import type { LabCluster } from '../../course/lab-cluster.ts';
import type { Lab } from '../../course/lab-format.ts';
import { type PrepareOptions, prepareLab } from '../../course/prepare-lab.ts';
import { type Io, note } from '../io.ts';

/** Prepares a lab and tells of it a line each, also which images cannot be had. Returns the labs whose solution was run for it, and in which swarm. */
export async function prepareAndTell(
  io: Io,
  lab: Lab,
  { cluster, view }: { cluster: Cluster; view: LabCluster },
  how: Pick<PrepareOptions, 'listener' | 'isUnderWay'>,
): Promise<{ caughtUp: Lab[]; swarm: string | undefined }> {
  const unobtainable = new Map<string, string>();
  const report = (line: string) => note(io, `${lab.id}: ${line}`);
  const options = { ...how, clock: systemClock, report, unobtainable };
  const { caughtUp, swarm } = await prepareLab(lab, cluster, view, options);
  for (const [image, reason] of unobtainable) report(t`checks that need ${image} are skipped: ${reason}`);
  return { caughtUp: await Promise.all(caughtUp.map((id) => findLab(id, foldersFor(lab)))), swarm };
}
