import { Listr, type ListrTask } from 'listr2';
import type { Phase, PhaseEvent, PhaseListener } from '../cluster/phase.ts';
import { seconds } from './duration.ts';
import type { Io } from './io.ts';
import { plainProgress } from './plain-progress.ts';

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
  const board = new Board();
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
  const listr = new Listr(tasks, {
    exitOnError: false,
    registerSignalListeners: false,
    rendererOptions: { collapseSubtasks: false, collapseErrors: false, showErrorMessage: false },
    ...(io.stderr ? { fallbackRenderer: 'simple' } : {}),
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

/** The part of a listr2 task that a line needs. */
interface Line {
  title?: string;
  output: string;
  skip(message?: string): void;
}

/** Events come as they happen; the display reads from top to bottom. The board keeps what is not yet on the screen. */
class Board {
  readonly #events = new Map<string, PhaseEvent[]>();
  readonly #wake = new Map<string, () => void>();
  #closed = false;

  tell(event: PhaseEvent): void {
    const key = keyOf(event.phase, event.node);
    this.#events.set(key, [...(this.#events.get(key) ?? []), event]);
    this.#wake.get(key)?.();
  }

  close(): void {
    this.#closed = true;
    for (const wake of this.#wake.values()) wake();
  }

  async show(phase: Phase, node: string | undefined, line: Line): Promise<void> {
    const key = keyOf(phase, node);
    const name = node ?? phase.title;
    for (;;) {
      const event = this.#events.get(key)?.shift();
      if (event?.kind === 'reported') line.output = event.line;
      if (event?.kind === 'done') {
        line.title = `${name}: ${event.line} (${seconds(event.ms)})`;
        return;
      }
      if (event?.kind === 'skipped') return line.skip(`${name}: ${event.line}`);
      if (event?.kind === 'failed') throw new Error(`${name}: ${event.error.message}`);
      if (event) continue;
      if (this.#closed) return line.skip(`${name}: not reached`);
      await new Promise<void>((resolve) => this.#wake.set(key, resolve));
    }
  }
}

function keyOf(phase: Phase, node: string | undefined): string {
  return `${phase.id}/${node ?? ''}`;
}
