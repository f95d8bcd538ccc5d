import { t } from 'ttag';
import type { Cluster } from '../../cluster/cluster.ts';
import { startNodes } from '../../cluster/start-nodes.ts';
import { type ClusterStatus, clusterStatus } from '../../cluster/status.ts';
import { straySwarms } from '../../cluster/stray-swarms.ts';
import { type UpOptions, up } from '../../cluster/up.ts';
import { wholeAgain } from '../../cluster/whole-again.ts';
import { findLab } from '../../course/catalogue.ts';
import type { Lab } from '../../course/lab-format.ts';
import { textIn } from '../../course/lab-text.ts';
import { openLab } from '../../course/open-lab.ts';
import type { ProgressFile } from '../../course/progress.ts';
import {
  isUnderWay,
  recordCaughtUp,
  recordReset,
  recordStart,
  recordUnderWay,
} from '../../course/progress-changes.ts';
import { SwarmlabError } from '../../errors/index.ts';
import type { CommandContext } from '../context.ts';
import { note } from '../io.ts';
import { amiss, apart } from '../lab/amiss.ts';
import { labFolders, learner, progressOf, recordCluster } from '../lab/course.ts';
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
}

/** Prepares a lab on the cluster, makes it the current one and prints its text. Without a name: the next one to do. */
export async function labStart(
  context: CommandContext,
  name: string | undefined,
  flags: StartFlags,
): Promise<void> {
  const { io, language } = context;
  const progress = progressOf(context);
  const lab = await findLab(name ?? (await nextLab(context, progress)), labFolders(context));
  const given = flags.as === undefined ? undefined : learner(flags.as, io.env);
  await withCluster(context, { name: 'lab start', changes: true }, async (cluster) => {
    const id = cluster.state.clusterId;
    const before = await progress.read();
    const begun = before.labs[lab.id]?.underWayOn === id;
    const at = (swarm: string | undefined) => isUnderWay(before, lab.id, { cluster: id, swarm });
    const { caughtUp, swarm } = await prepare(context, cluster, lab, { at, begun, yes: flags.yes ?? false });
    const goesOn = at(swarm);
    if (goesOn)
      note(io, t`${lab.id} goes on where you left it; \`swarmlab lab reset ${lab.id}\` begins anew.`);
    else if (begun) note(io, t`${lab.id} begins anew: the swarm that you left it in is gone.`);
    await progress.update((record) => {
      if (lab.needs.swarm === 'none' && !goesOn)
        for (const other of Object.keys(record.labs)) recordReset(record, other);
      for (const earlier of caughtUp) recordCaughtUp(record, earlier, cluster.now());
      const who = given ?? (record.who ? undefined : learner(undefined, io.env));
      recordStart(record, lab, cluster.now(), who);
      recordCluster(record, cluster);
      recordUnderWay(record, lab, { cluster: id, swarm });
    });
  });
  await printText(context, lab);
  const title = textIn(lab.title, language);
  note(io, '');
  note(io, t`${lab.id}, ${title}, is ready; it takes about ${lab.minutes} minutes.`);
  note(
    io,
    t`Next: \`swarmlab lab watch\` in a second terminal; in this one \`swarmlab shell\`, and the commands above.`,
  );
}

async function nextLab(context: CommandContext, progress: ProgressFile): Promise<string> {
  const record = await progress.read();
  const { current } = record;
  if (current !== undefined && !record.labs[current]?.passedAt) return current;
  return (await labAfter(context, current ?? '', record)) ?? current ?? '';
}

/** Where the lab is under way, and whether to ask. */
interface Way {
  /** Whether the learner has begun the lab on this cluster. */
  begun: boolean;
  at(swarm: string | undefined): boolean;
  yes: boolean;
}

/**
 * Makes the lab's beginnings, on a cluster in whatever state: starts what is off, joins what has left, and says so. Asks before something
 * of the learner's goes. Returns the labs whose solution was run for it, and the swarm.
 */
async function prepare(
  context: CommandContext,
  cluster: Cluster,
  lab: Lab,
  { at, begun, yes }: Way,
): Promise<{ caughtUp: Lab[]; swarm: string | undefined }> {
  const { io } = context;
  const none = lab.needs.swarm === 'none';
  const nodes = await allUp(context, cluster, lab, begun);
  // The swarm that the learner is building in this lab stays.
  if (none && at(undefined)) return { caughtUp: [], swarm: undefined };
  if (none && nodes.some(({ status }) => status !== 'no swarm'))
    await agree(context, lab, yes, t`${lab.id} takes the swarm apart: all that runs in it is lost`);
  if (!none) {
    for (const { node, things } of await straySwarms(cluster)) {
      const what = things.join(', ');
      await agree(context, lab, yes, t`${node} leads a swarm of its own and has to leave it, with ${what}`);
    }
    const out = apart(nodes).join('; ');
    // A node that a scene put out of the swarm is for the learner to bring back.
    if (out && !(lab.scene && begun)) note(io, t`${lab.id}: ${out}: \`up\` brings the swarm together`);
  }
  const view = await openLab(cluster);
  const options: UpOptions = none ? { dissolve: true } : {};
  const { listener, finish } = lazyProgress(io, cluster, options);
  try {
    return await prepareAndTell(io, lab, { cluster, view }, { listener, isUnderWay: at });
  } finally {
    await finish();
  }
}

/** Brings up what is not; afterwards every node answers and has an engine. */
async function allUp(
  { io }: CommandContext,
  cluster: Cluster,
  lab: Lab,
  begun: boolean,
): Promise<ClusterStatus['nodes']> {
  const { nodes } = await clusterStatus(cluster);
  const wrong = amiss(nodes).join('; ');
  if (!wrong) return nodes;
  note(io, t`${lab.id}: ${wrong}: \`up\` sees to that`);
  const none = lab.needs.swarm === 'none';
  const isOff = ({ name }: { name: string }) =>
    nodes.some((it) => it.name === name && it.status === 'stopped');
  const off = cluster.nodes.filter(isOff);
  const { listener, finish } = lazyProgress(io, cluster, none ? { noSwarm: true } : {});
  try {
    // In a lab about roles of nodes, they stay what the learner made of them; elsewhere the plan's manager may be one no longer.
    if (lab.makes.roles && begun && off.length > 0) await startNodes(cluster, off, listener);
    else if (!none && isOdd(cluster, nodes)) await wholeAgain(cluster, { listener });
    else await up(cluster, none ? { noSwarm: true } : {}, listener);
  } finally {
    await finish();
  }
  return (await clusterStatus(cluster)).nodes;
}

/** Whether others are managers than the plan says, or none has a quorum. */
function isOdd(cluster: Cluster, nodes: ClusterStatus['nodes']): boolean {
  return nodes.some(
    ({ name, role, status }) =>
      status === 'no quorum' || cluster.nodes.some((node) => node.name === name && node.plan.role !== role),
  );
}

async function agree({ io, signal }: CommandContext, lab: Lab, yes: boolean, loss: string): Promise<void> {
  if (yes) return;
  if (!io.stdin.isTTY || !io.stdout.isTTY)
    throw new SwarmlabError('E_NO_TTY', loss, { fix: t`To agree: swarmlab lab start ${lab.id} --yes` });
  const wizard = wizardOn({ input: io.stdin, output: io.stdout, signal });
  if (await wizard.confirm(t`${loss}. Go on?`)) return;
  throw new SwarmlabError('E_INTERRUPTED', t`nothing was changed`, {
    fix: t`\`swarmlab lab list\` shows the other labs.`,
  });
}
