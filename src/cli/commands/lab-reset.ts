import { msgid, ngettext, t } from 'ttag';
import { connectNode } from '../../cluster/connect-node.ts';
import { wholeAgain } from '../../cluster/whole-again.ts';
import { systemClock } from '../../course/clock.ts';
import { recordReset } from '../../course/progress-changes.ts';
import { resetLab } from '../../course/reset.ts';
import { clearScene } from '../../course/scene.ts';
import { scriptNodes } from '../../course/script-nodes.ts';
import { bringUp } from '../bring-up.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { labMeant, progressOf } from '../lab/course.ts';
import { whatGoes } from '../lab/what-goes.ts';
import { withCluster } from '../with-cluster.ts';

/** Removes what the learner made in a lab. All nodes have to answer, for what one of them has cannot go without it. */
export async function labReset(context: CommandContext, name: string | undefined): Promise<void> {
  const { io, signal } = context;
  const progress = progressOf(context);
  const lab = await labMeant(context, progress, name);
  const things = whatGoes(lab);
  note(io, t`${lab.id}: removes ${things}`);
  const gone = await withCluster(context, { name: 'lab reset', changes: true }, async (cluster) => {
    const { nodes, provider } = cluster;
    const report = (line: string) => note(io, `${lab.id}: ${line}`);
    if (lab.makes.roles) await wholeAgain(cluster, { report });
    else
      await Promise.all(
        nodes.map(async (node) => connectNode(node, cluster, await provider.endpoint(node.name))),
      );
    await clearScene(lab, scriptNodes(cluster, cluster));
    const removed = await resetLab(lab, nodes, { clock: systemClock, report, signal });
    await progress.update((record) => recordReset(record, lab.id));
    if (lab.scene) await bringUp(io, cluster, {});
    return removed;
  });
  const what =
    gone === 0
      ? t`there was nothing to remove`
      : ngettext(msgid`${gone} thing removed`, `${gone} things removed`, gone);
  print(io, t`${lab.id}: ${what}. Next: swarmlab lab start ${lab.id}`);
}
