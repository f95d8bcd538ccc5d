import type { Cluster } from '../../cluster/cluster.ts';
import { clusterStatus } from '../../cluster/status.ts';
import type { UpOptions } from '../../cluster/up.ts';
import { findLab } from '../../course/catalogue.ts';
import { labIds } from '../../course/lab-folders.ts';
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
import { prepareAndTell } from '../lab/prepare.ts';
import { lazyProgress } from '../lazy-progress.ts';
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
    const { clusterId } = cluster.state;
    const goesOn = (await progress.read()).labs[lab.id]?.underWayOn === clusterId;
    if (goesOn)
      note(io, `${lab.id} goes on where you left it; \`swarmlab lab reset ${lab.id}\` begins anew.`);
    const caughtUp = await prepare(context, cluster, lab, { goesOn, yes: flags.yes ?? false });
    await progress.update((record) => {
      if (lab.needs.swarm === 'none' && !goesOn)
        for (const id of Object.keys(record.labs)) recordReset(record, id);
      for (const earlier of caughtUp) recordCaughtUp(record, earlier, cluster.now());
      const who = given ?? (record.who ? undefined : learner(undefined, io.env));
      recordStart(record, lab, cluster.now(), who);
      recordCluster(record, cluster);
      recordUnderWay(record, lab, { id: clusterId });
    });
  });
  await printText(context, lab, flags);
  const language = flags.lang ?? languageOf(io.env);
  note(io, `\n${lab.id}, ${textIn(lab.title, language)}, is ready; it takes about ${lab.minutes} minutes.`);
  note(
    io,
    'Next: `swarmlab lab watch` in a second terminal; in this one `swarmlab shell`, and the commands above.',
  );
}

async function nextLab(progress: ProgressFile): Promise<string> {
  const record = await progress.read();
  const { current } = record;
  if (current !== undefined && !record.labs[current]?.passedAt) return current;
  const [first = ''] = await labIds();
  return (await labAfter(current ?? '', record)) ?? current ?? first;
}

/** Makes the lab's beginnings on the cluster; returns the labs whose solution was run for it. */
async function prepare(
  context: CommandContext,
  cluster: Cluster,
  lab: Lab,
  { goesOn, yes }: { goesOn: boolean; yes: boolean },
): Promise<Lab[]> {
  const { io } = context;
  const none = lab.needs.swarm === 'none';
  const { nodes } = await clusterStatus(cluster);
  const away = nodes.some(({ status }) =>
    ['missing', 'stopped', 'unreachable', 'no engine'].includes(status),
  );
  if (away) await bringUp(io, cluster, none ? { noSwarm: true } : {});
  // The swarm that the learner is building in this lab stays.
  if (none && goesOn) return [];
  if (none && nodes.some(({ status }) => status !== 'no swarm')) await agreeToDissolve(context, lab, yes);
  const view = await openLab(cluster);
  const options: UpOptions = none ? { dissolve: true } : {};
  const { listener, finish } = lazyProgress(io, cluster, options);
  try {
    return await prepareAndTell(io, lab, { cluster, view }, { listener, beginnings: !goesOn });
  } finally {
    await finish();
  }
}

async function agreeToDissolve({ io, signal }: CommandContext, lab: Lab, yes: boolean): Promise<void> {
  if (yes) return;
  const loss = `${lab.id} takes the swarm apart: all that runs in it is lost`;
  if (!io.stdin.isTTY || !io.stdout.isTTY)
    throw new SwarmlabError('E_NO_TTY', loss, { fix: `To agree: swarmlab lab start ${lab.id} --yes` });
  const wizard = wizardOn({ input: io.stdin, output: io.stdout, signal });
  if (await wizard.confirm(`${loss}. Go on?`)) return;
  throw new SwarmlabError('E_INTERRUPTED', 'nothing was changed', {
    fix: '`swarmlab lab list` shows the other labs.',
  });
}
