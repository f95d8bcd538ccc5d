import type { Cluster } from '../../cluster/cluster.ts';
import { clusterStatus } from '../../cluster/status.ts';
import { findLab, labIds } from '../../course/catalogue.ts';
import { catchUp } from '../../course/catch-up.ts';
import { systemClock } from '../../course/clock.ts';
import type { Lab } from '../../course/lab-format.ts';
import { languageOf, textIn } from '../../course/lab-text.ts';
import type { Language } from '../../course/languages.ts';
import { openLab } from '../../course/open-lab.ts';
import type { ProgressFile } from '../../course/progress.ts';
import { recordCaughtUp, recordReset, recordStart, recordUnderWay } from '../../course/progress-changes.ts';
import { SwarmlabError } from '../../errors/index.ts';
import { bringUp } from '../bring-up.ts';
import type { CommandContext } from '../context.ts';
import { note } from '../io.ts';
import { learner, progressOf, recordCluster } from '../lab/course.ts';
import { labAfter } from '../lab/next-step.ts';
import { withCluster } from '../with-cluster.ts';
import { wizardOn } from '../wizard.ts';
import { printText } from './lab-text.ts';

/** What `lab start` is told. */
export interface StartFlags {
  /** Do what takes something away without asking. */
  yes?: boolean;
  /** Who learns. */
  as?: string;
  lang?: Language;
}

/** Prepares a lab on the cluster, makes it the current one and prints its text. Without a name: the next one to do. */
export async function labStart(
  context: CommandContext,
  name: string | undefined,
  flags: StartFlags,
): Promise<void> {
  const { io } = context;
  const progress = progressOf(context);
  const lab = await findLab(name ?? (await nextLab(progress)));
  const given = flags.as === undefined ? undefined : learner(flags.as, io.env);
  await withCluster(context, { name: 'lab start', changes: true }, async (cluster) => {
    const record = await progress.read();
    const goesOn = record.labs[lab.id]?.underWayOn === cluster.state.clusterId;
    await prepareSwarm(context, cluster, lab, { goesOn, yes: flags.yes ?? false, progress });
    if (goesOn)
      note(io, `${lab.id} goes on where you left it; \`swarmlab lab reset ${lab.id}\` begins anew.`);
    else await prepareBeginnings(context, cluster, lab, progress);
    await progress.update((changed) => {
      const who = given ?? (changed.who ? undefined : learner(undefined, io.env));
      recordStart(changed, lab, cluster.now(), who);
      recordCluster(changed, cluster);
      recordUnderWay(changed, lab, { id: cluster.state.clusterId });
    });
  });
  await printText(context, lab, flags);
  const language = flags.lang ?? languageOf(io.env);
  note(io, `\n${lab.id}, ${textIn(lab.title, language)}, is ready; it takes about ${lab.minutes} minutes.`);
  note(
    io,
    'Next: `swarmlab lab watch` in a second terminal, and type the commands in this one: `swarmlab shell`',
  );
}

async function nextLab(progress: ProgressFile): Promise<string> {
  const record = await progress.read();
  const { current } = record;
  if (current !== undefined && !record.labs[current]?.passedAt) return current;
  const [first = ''] = await labIds();
  return (await labAfter(current ?? '', record)) ?? current ?? first;
}

interface Preparing {
  /** The learner is at it already. */
  goesOn: boolean;
  yes: boolean;
  progress: ProgressFile;
}

/** Brings the swarm to what the lab begins with: formed, or none at all. */
async function prepareSwarm(
  context: CommandContext,
  cluster: Cluster,
  lab: Lab,
  { goesOn, yes, progress }: Preparing,
): Promise<void> {
  const { nodes } = await clusterStatus(cluster);
  const every = (status: string) => nodes.every((node) => node.status === status);
  if (lab.needs.swarm === 'formed') {
    if (!every('ready')) await bringUp(context.io, cluster, {});
    return;
  }
  // The swarm that a learner is building in this lab stays.
  if (goesOn || every('no swarm')) return;
  await agreeToDissolve(context, lab, yes);
  await bringUp(context.io, cluster, { dissolve: true });
  await progress.update((record) => {
    for (const id of Object.keys(record.labs)) recordReset(record, id);
  });
}

async function agreeToDissolve({ io, signal }: CommandContext, lab: Lab, yes: boolean): Promise<void> {
  if (yes) return;
  const loss = `${lab.id} takes the swarm apart: all that runs in it is lost`;
  if (!io.stdin.isTTY || !io.stdout.isTTY)
    throw new SwarmlabError('E_NO_TTY', loss, { fix: `To agree: swarmlab lab start ${lab.id} --yes` });
  const wizard = wizardOn({ input: io.stdin, output: io.stdout, signal });
  if (await wizard.confirm(`${loss}. Go on?`)) return;
  throw new SwarmlabError('E_INTERRUPTED', 'nothing was changed', {
    fix: 'Begin with another lab: swarmlab lab list',
  });
}

/** Makes what earlier labs must have left. */
async function prepareBeginnings(
  { io }: CommandContext,
  cluster: Cluster,
  lab: Lab,
  progress: ProgressFile,
): Promise<void> {
  if (lab.needs.labs.length === 0) return;
  await catchUp(lab, await openLab(cluster), {
    clock: systemClock,
    onSolve: (earlier) => note(io, `${lab.id} builds on ${earlier.id}: running its solution`),
    onCaughtUp: async (earlier) => {
      await progress.update((record) => recordCaughtUp(record, earlier, cluster.now()));
    },
  });
}
