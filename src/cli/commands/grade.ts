import path from 'node:path';
import { t } from 'ttag';
import { workspaceAt } from '../../cluster/workspace.ts';
import { writeFileAtomic } from '../../config/atomic-write.ts';
import { requireConfig } from '../../config/load.ts';
import { allLabs } from '../../course/catalogue.ts';
import { plainCheckDeadline } from '../../course/check-lab.ts';
import { type GradeFormatName, gradeFormats } from '../../course/grade/formats/index.ts';
import { minutesText, shareText, standingWord } from '../../course/grade/formats/words.ts';
import { type Grade, gradeCourse } from '../../course/grade/grade.ts';
import type { Lab } from '../../course/lab-format.ts';
import { openLab } from '../../course/open-lab.ts';
import type { ProgressFile } from '../../course/progress.ts';
import { inEnglish } from '../../language/speak.ts';
import type { CommandContext } from '../context.ts';
import { type Io, print } from '../io.ts';
import { checkAndRecord } from '../lab/check-and-record.ts';
import { labFolders, progressOf } from '../lab/course.ts';
import { palette } from '../palette.ts';
import { plainTable } from '../plain-table.ts';
import { version } from '../version.ts';
import { withCluster } from '../with-cluster.ts';

interface Flags {
  format: GradeFormatName;
  output?: string;
  live?: boolean;
}

/** Grades what the learner's record says; a cluster is needed for `--live` alone. */
export async function grade(context: CommandContext, { format, output, live }: Flags): Promise<void> {
  const { io, language } = context;
  const workspace = workspaceAt(path.resolve(io.cwd(), context.folder));
  await requireConfig(workspace.configFile);
  const progress = progressOf(context);
  const labs = await allLabs(labFolders(context));
  if (live) await checkOpenLabs(context, labs, progress);
  const record = await progress.read();
  const how = { at: Date.now(), tool: version() };
  const graded = gradeCourse(labs, record, { ...how, language });
  const { file, render } = gradeFormats[format];
  // What programs read is the same whoever ran it.
  const text =
    format === 'markdown' ? render(graded) : inEnglish(() => render(gradeCourse(labs, record, how)));
  if (output === '-') {
    io.stdout.write(text);
    return;
  }
  const target = path.resolve(workspace.folder, output ?? file);
  await writeFileAtomic(target, text);
  show(io, graded);
  print(io, t`written to ${target}`);
}

/** What passed counts for good, and later labs undo earlier ones: so only labs that are begun and not passed are asked again. */
async function checkOpenLabs(
  context: CommandContext,
  labs: readonly Lab[],
  progress: ProgressFile,
): Promise<void> {
  const record = await progress.read();
  const open = labs.filter(({ id }) => {
    const { startedAt, attempts = 0, passedAt } = record.labs[id] ?? {};
    return (startedAt || attempts > 0) && !passedAt;
  });
  if (open.length === 0) return;
  await withCluster(context, { name: 'grade', changes: false }, async (cluster) => {
    const opened = await openLab(cluster);
    const how = { deadline: plainCheckDeadline, asked: false };
    for (const lab of open) await checkAndRecord({ lab, cluster, opened, progress }, how);
  });
}

function show(io: Io, grade: Grade): void {
  const paint = palette(io.stdout, io.env);
  const rows = grade.labs.map((lab) => {
    const standing = standingWord(lab.standing);
    return [
      lab.id,
      lab.standing === 'passed' ? paint.green(standing) : standing,
      `${lab.points}/${lab.maximum}`,
      minutesText(lab.seconds),
      lab.passedAt ?? '-',
    ];
  });
  print(io, plainTable([t`LAB`, t`OUTCOME`, t`POINTS`, t`TIME`, t`PASSED`], rows));
  const share = shareText(grade);
  print(io, paint.bold(t`${grade.points} of ${grade.maximum} points (${share})`));
}
