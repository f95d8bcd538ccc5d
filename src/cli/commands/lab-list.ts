import { existsSync } from 'node:fs';
import path from 'node:path';
import { t } from 'ttag';
import { workspaceAt } from '../../cluster/workspace.ts';
import { allLabs } from '../../course/catalogue.ts';
import { checksOf, type Lab } from '../../course/lab-format.ts';
import { textIn } from '../../course/lab-text.ts';
import type { Progress } from '../../course/progress-schema.ts';
import type { Language } from '../../language/languages.ts';
import type { CommandContext } from '../context.ts';
import { type Io, note, print } from '../io.ts';
import { labFolders, progressOf } from '../lab/course.ts';
import { labAfter } from '../lab/next-step.ts';
import { palette } from '../palette.ts';
import { plainTable } from '../plain-table.ts';

/** One lab as `lab list --json` prints it. */
interface ListedLab {
  id: string;
  title: string;
  minutes: number;
  state: 'passed' | 'started' | 'caught up' | 'not started';
  current: boolean;
  checks: { passed: number; of: number };
  attempts: number;
  /** Seconds worked. */
  seconds: number;
  /** How many tiers of hints were given. */
  hints: number;
  solution: 'ran' | 'shown' | 'not used';
}

/** Shows how far the learner is, and what comes next. Asks no cluster. */
export async function labList(context: CommandContext, flags: { json?: boolean }): Promise<void> {
  const { io, language } = context;
  const record = await progressOf(context).read();
  const labs = (await allLabs(labFolders(context))).map((lab) => listed(lab, record, language));
  if (flags.json) print(io, JSON.stringify(labs, null, 2));
  else {
    show(io, labs);
    const next = await nextStep(context, labs, record);
    note(io, t`Next: ${next}`);
  }
}

function listed(lab: Lab, { labs, current }: Progress, language: Language): ListedLab {
  const record = labs[lab.id];
  const ids = checksOf(lab).map(({ id }) => id);
  const { shownAt, ranAt } = record?.solution ?? {};
  const begun = record?.startedAt ? 'started' : record?.caughtUpAt ? 'caught up' : 'not started';
  return {
    id: lab.id,
    title: textIn(lab.title, language),
    minutes: lab.minutes,
    state: record?.passedAt ? 'passed' : begun,
    current: current === lab.id,
    checks: { passed: ids.filter((id) => record?.checks[id]?.firstPassedAt).length, of: ids.length },
    attempts: record?.attempts ?? 0,
    seconds: record?.seconds ?? 0,
    hints: record?.hints.length ?? 0,
    solution: ranAt ? 'ran' : shownAt ? 'shown' : 'not used',
  };
}

function show(io: Io, labs: readonly ListedLab[]): void {
  const paint = palette(io.stdout, io.env);
  const rows = labs.map((lab) => [
    lab.current ? paint.bold(lab.id) : lab.id,
    lab.title,
    minutes(lab.minutes),
    lab.state === 'passed' ? paint.green(t`passed`) : stateWord(lab.state),
    `${lab.checks.passed}/${lab.checks.of}`,
    lab.seconds > 0 ? minutes(Math.ceil(lab.seconds / 60)) : '-',
    lab.hints > 0 ? String(lab.hints) : '-',
    { ran: t`ran`, shown: t`shown`, 'not used': '-' }[lab.solution],
  ]);
  const head = [t`LAB`, t`TITLE`, t`TAKES`, t`STATE`, t`CHECKS`, t`WORKED`, t`HINTS`, t`SOLUTION`];
  print(io, plainTable(head, rows));
}

function minutes(number: number): string {
  return t`${number} min`;
}

function stateWord(state: Exclude<ListedLab['state'], 'passed'>): string {
  return { started: t`started`, 'caught up': t`caught up`, 'not started': '-' }[state];
}

async function nextStep(
  context: CommandContext,
  labs: readonly ListedLab[],
  record: Progress,
): Promise<string> {
  const { io, folder } = context;
  const { configFile, sshConfigFile } = workspaceAt(path.resolve(io.cwd(), folder));
  if (!existsSync(configFile)) return 'swarmlab init';
  // `up` writes it once it has reached a node, and `down` takes it away.
  if (!existsSync(sshConfigFile)) return 'swarmlab up';
  const current = labs.find((lab) => lab.current);
  if (current && current.state !== 'passed') return 'swarmlab lab watch';
  const next = await labAfter(context, current?.id ?? '', record);
  return next ? `swarmlab lab start ${next}` : 'swarmlab grade';
}
