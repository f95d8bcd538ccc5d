import path from 'node:path';
import Table from 'cli-table3';
import { up } from '../../cluster/up.ts';
import { allLabs, findLab } from '../../course/catalogue.ts';
import { systemClock } from '../../course/clock.ts';
import { liveWorld } from '../../course/gate/live-world.ts';
import { readMistakes } from '../../course/gate/mistake.ts';
import { runGate } from '../../course/gate/run-gate.ts';
import { type PartOutcome, type Trial, violationLine } from '../../course/gate/trial.ts';
import type { LabOnTrial } from '../../course/gate/try-lab.ts';
import type { Lab } from '../../course/lab-format.ts';
import { openLab } from '../../course/open-lab.ts';
import { labsBefore } from '../../course/prepare-lab.ts';
import type { CommandContext } from '../context.ts';
import { type Io, note, print } from '../io.ts';
import { labFolders } from '../lab/course.ts';
import { palette } from '../palette.ts';
import { withCluster } from '../with-cluster.ts';

export async function labTest(
  context: CommandContext,
  names: readonly string[],
  flags: { json?: boolean; folder?: string },
): Promise<void> {
  const { io } = context;
  const folders = labFolders(context);
  if (flags.folder !== undefined) folders.push(path.resolve(io.cwd(), context.folder, flags.folder));
  const course = await allLabs(folders);
  const labs = await labsOnTrial(
    names.length > 0 ? await Promise.all(names.map((name) => findLab(name, folders))) : course,
  );
  const trials = await withCluster(context, { name: 'lab test', changes: true }, async (cluster) => {
    await up(cluster, {}, () => {});
    const world = liveWorld(cluster, await openLab(cluster), systemClock);
    return runGate(labs, course, world, (line) => note(io, line));
  });
  if (flags.json) print(io, JSON.stringify({ labs: trials }, null, 2));
  else show(io, trials);
  if (trials.some(({ outcome }) => outcome === 'fail')) context.exitWith(1);
}

/** Reads all scripts first: what is wrong with them is said before a cluster is touched. */
function labsOnTrial(labs: readonly Lab[]): Promise<LabOnTrial[]> {
  return Promise.all(
    labs.map(async (lab) => ({ lab, mistakes: await readMistakes(lab), earlier: await labsBefore(lab) })),
  );
}

function show(io: Io, trials: readonly Trial[]): void {
  const paint = palette(io.stdout, io.env);
  const colours: Record<PartOutcome, (text: string) => string> = {
    pass: paint.green,
    fail: paint.red,
    skip: paint.yellow,
  };
  const painted = (outcome: PartOutcome) => colours[outcome](outcome);
  const table = new Table({
    head: ['LAB', 'UNSOLVED', 'MISTAKES', 'SOLUTION', 'CLEANUP', 'SECONDS', ''],
    style: { head: [], border: [] },
  });
  for (const { lab, unsolved, mistakes, solution, cleanup, seconds, outcome } of trials)
    table.push([
      lab,
      painted(unsolved),
      mistakesCell(mistakes),
      painted(solution),
      painted(cleanup),
      seconds.toFixed(1),
      painted(outcome),
    ]);
  print(io, table.toString());
  for (const { lab, skips } of trials)
    for (const reason of new Set(skips.map((skip) => skip.reason))) {
      const what = skips.filter((skip) => skip.reason === reason).map((skip) => skip.what);
      print(io, `${lab}: skipped: ${what.join(', ')}: ${reason}`);
    }
  for (const { violations } of trials)
    for (const violation of violations) print(io, paint.red(violationLine(violation)));
}

function mistakesCell({ passed, skipped, total }: Trial['mistakes']): string {
  return `${passed}/${total}${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
