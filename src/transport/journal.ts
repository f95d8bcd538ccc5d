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
