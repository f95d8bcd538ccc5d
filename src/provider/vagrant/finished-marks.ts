import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Remembers for which machines a `vagrant up` came to its end. A run that was killed may leave one that is running but
 * does not yet let our key in, and Vagrant itself writes its note before the provisioners run.
 */
export interface FinishedMarks {
  has(name: string): Promise<boolean>;
  add(names: readonly string[]): Promise<void>;
  remove(names: readonly string[]): Promise<void>;
}

/** Marks as empty files in `folder`, named like the machines. */
export function finishedMarks(folder: string): FinishedMarks {
  const file = (name: string) => path.join(folder, name);
  return {
    has: (name) =>
      stat(file(name)).then(
        () => true,
        () => false,
      ),
    async add(names) {
      await mkdir(folder, { recursive: true });
      for (const name of names) await writeFile(file(name), '');
    },
    async remove(names) {
      for (const name of names) await rm(file(name), { force: true });
    },
  };
}
