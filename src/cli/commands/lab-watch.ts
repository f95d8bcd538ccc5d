import { t } from 'ttag';
import { systemClock } from '../../course/clock.ts';
import type { Lab } from '../../course/lab-format.ts';
import { openLab } from '../../course/open-lab.ts';
import { SwarmlabError } from '../../errors/index.ts';
import type { CommandContext } from '../context.ts';
import { note } from '../io.ts';
import { labMeant, progressOf } from '../lab/course.ts';
import { liveScreen } from '../lab/live-screen.ts';
import { labAfter } from '../lab/next-step.ts';
import { type WatchEnd, watchSession } from '../lab/watch-session.ts';
import { Logged } from '../logged.ts';
import { printError } from '../print-error.ts';
import { withCluster } from '../with-cluster.ts';
import { labReset } from './lab-reset.ts';
import { labStart } from './lab-start.ts';

/** Shows a lab's checks as they change, until q or Ctrl-C: its normal end. It never goes on to another lab unasked. */
export async function labWatch(context: CommandContext, name: string | undefined): Promise<void> {
  const { io, signal } = context;
  const progress = progressOf(context);
  let lab = await labMeant(context, progress, name);
  for (;;) {
    const end = await watchOne(context, lab);
    if (end === 'quit' || signal.aborted) break;
    const next = end === 'next' ? await labAfter(context, lab.id, await progress.read()) : undefined;
    if (end === 'next' && !next) {
      note(io, t`That was the last lab: all of them are passed.`);
      break;
    }
    const went = await tried(context, () => (next ? labStart(context, next, {}) : labReset(context, lab.id)));
    if (went && next) lab = await labMeant(context, progress, next);
  }
  note(io, t`Next: swarmlab lab check ${lab.id}`);
}

async function watchOne(context: CommandContext, lab: Lab): Promise<WatchEnd> {
  const { io, signal, language } = context;
  const progress = progressOf(context);
  const command = { name: 'lab watch', changes: false, endless: true };
  return withCluster(context, command, async (cluster) => {
    const opened = await openLab(cluster);
    const screen = liveScreen(io);
    return watchSession({
      ...{ io, signal, lab, cluster: opened, progress, clock: systemClock, language },
      ...(screen ? { screen } : {}),
    });
  });
}

/** Whether it went well. What went wrong is said, and the watching goes on. */
async function tried({ io, signal }: CommandContext, work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    const { cause, logFile } = error instanceof Logged ? error : { cause: error, logFile: undefined };
    if (signal.aborted || !(cause instanceof SwarmlabError)) throw error;
    printError(io, cause, logFile);
    return false;
  }
}
