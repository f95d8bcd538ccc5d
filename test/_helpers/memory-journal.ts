import type { Journal } from '../../src/transport/journal.ts';

/** A journal to look into. */
export class MemoryJournal implements Journal {
  /** Each entry as `scope: text`, in order. */
  readonly entries: string[] = [];

  write(scope: string, text: string): void {
    this.entries.push(`${scope}: ${text}`);
  }
}
