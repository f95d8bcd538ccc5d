import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { mask } from './mask.ts';

/** Where everything that happens is written down for later: one plain-text log file a command. */
export interface Journal {
  /** `scope` is a node's name or `local`. Secrets are masked before anything is written. */
  write(scope: string, text: string): void;
}

/**
 * A journal in a file (mode 0600), made with its folder at the first entry and only ever appended to. Every line stands
 * for itself: ISO time, scope, text; so `grep core-01` shows one node's part. Written at once: a killed run leaves all
 * of it.
 */
export function fileJournal(path: string, now: () => Date = () => new Date()): Journal {
  let made = false;
  return {
    write(scope, text) {
      if (!made) mkdirSync(dirname(path), { recursive: true });
      made = true;
      const head = `${now().toISOString()} ${scope} | `;
      const lines = mask(text).trimEnd().split(/\r?\n/);
      appendFileSync(path, `${lines.map((line) => head + line).join('\n')}\n`, { mode: 0o600 });
    },
  };
}

/** Entries that are remembered, to tell what was written already. */
const mostRemembered = 500;

/** A journal for what asks the same again and again: an entry that was written lately is not written another time. */
export function withoutRepeats(journal: Journal): Journal {
  const written = new Set<string>();
  return {
    write(scope, text) {
      const key = `${scope} ${text}`;
      if (written.has(key)) return;
      if (written.size >= mostRemembered) written.clear();
      written.add(key);
      journal.write(scope, text);
    },
  };
}
