import { t } from 'ttag';
import type { Phase, PhaseEvent } from '../cluster/phase.ts';
import { seconds } from './duration.ts';

/** A line of the display, as far as the board writes to it; listr2's tasks are such. */
export interface Line {
  title?: string;
  output: string;
  skip(message?: string): void;
}

/** Events come as they happen; the display reads from top to bottom. The board keeps what is not yet on the screen. */
export class ProgressBoard {
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

  /** Writes what becomes of a phase (on a node) to its line, until it has ended; throws when it failed. */
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
      if (this.#closed) return line.skip(t`${name}: not reached`);
      await new Promise<void>((resolve) => this.#wake.set(key, resolve));
    }
  }
}

function keyOf(phase: Phase, node: string | undefined): string {
  return `${phase.id}/${node ?? ''}`;
}
