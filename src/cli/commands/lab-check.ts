import { findLab } from '../../course/catalogue.ts';
import { checkLab, plainCheckDeadline } from '../../course/check-lab.ts';
import { systemClock } from '../../course/clock.ts';
import { openLab } from '../../course/open-lab.ts';
import { type LabReport, labExitCode, type Outcome } from '../../course/outcome.ts';
import type { CommandContext } from '../context.ts';
import { type Io, print } from '../io.ts';
import { palette } from '../palette.ts';
import { withCluster } from '../with-cluster.ts';

export async function labCheck(
  context: CommandContext,
  name: string,
  flags: { json?: boolean },
): Promise<void> {
  const { io } = context;
  const lab = await findLab(name);
  const report = await withCluster(context, { name: 'lab check', changes: false }, async (cluster) =>
    checkLab(lab, await openLab(cluster), { clock: systemClock, deadline: plainCheckDeadline }),
  );
  if (flags.json) print(io, JSON.stringify(report, null, 2));
  else show(io, report);
  context.exitWith(labExitCode(report));
}

const marks: Readonly<Record<Outcome, string>> = { pass: '✔', fail: '✘', skip: '-', unknown: '?' };

function show(io: Io, { lab, outcome, checks }: LabReport): void {
  const paint = palette(io.stdout, io.env);
  const colours = { pass: paint.green, fail: paint.red, skip: paint.dim, unknown: paint.yellow };
  for (const check of checks) {
    print(io, `${colours[check.outcome](marks[check.outcome])} ${check.id}: ${check.message}`);
  }
  print(io, `${lab}: ${colours[outcome](outcome)}`);
}
