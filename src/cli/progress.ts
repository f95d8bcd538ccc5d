import { DefaultRenderer, Listr, ListrLogger, type ListrTask, ProcessOutput } from 'listr2';
import type { Phase, PhaseListener } from '../cluster/phase.ts';
import type { Io } from './io.ts';
import { plainProgress } from './plain-progress.ts';
import { ProgressBoard } from './progress-board.ts';

/** A display that listens to phases. */
export interface Progress {
  listener: PhaseListener;
  /** Resolves when the display has come to its end. Call it when the phases have ended, also after a failure. */
  finish(): Promise<void>;
}

/** One line a phase and one subline a node on a terminal; plain prefixed lines elsewhere. */
export function showProgress(
  io: Io,
  cluster: string,
  phases: readonly Phase[],
  nodes: readonly string[],
): Progress {
  if (!io.stderr.isTTY || !io.stderr.columns) {
    return { listener: plainProgress(io, cluster, () => Date.now()), finish: async () => {} };
  }
  const board = new ProgressBoard();
  const tasks = phases.map(
    (phase): ListrTask => ({
      title: phase.title,
      task: (_, parent) =>
        phase.scope === 'cluster'
          ? board.show(phase, undefined, parent)
          : parent.newListr(
              nodes.map((node) => ({ title: node, task: (_context, line) => board.show(phase, node, line) })),
              { concurrent: true, exitOnError: false },
            ),
    }),
  );
  const stderr = io.stderr as NodeJS.WriteStream;
  const logger = new ListrLogger({ useIcons: true, processOutput: new ProcessOutput(stderr, stderr) });
  const listr = new Listr(tasks, {
    exitOnError: false,
    registerSignalListeners: false,
    renderer: TerminalRenderer,
    rendererOptions: { collapseSubtasks: false, collapseErrors: false, showErrorMessage: false, logger },
  });
  const shown = listr.run();
  return {
    listener: (event) => board.tell(event),
    finish: async () => {
      board.close();
      await shown;
    },
  };
}

/** listr2 would ask whether standard output is a terminal; ours is standard error, and it has been asked. */
class TerminalRenderer extends DefaultRenderer {
  static override nonTTY = true;
}
