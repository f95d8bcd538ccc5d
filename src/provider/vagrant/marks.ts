import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from '../../config/atomic-write.ts';

/**
 * How far `vagrant up` came with a machine. A run that was killed leaves it `making` (nothing on it is worth keeping: it
 * may lack its host name or its lab NIC) or `starting` (it was finished once). Vagrant's own note says less: it is written
 * before the machine is set up.
 */
type Mark = 'making' | 'starting' | 'finished';

/** The marks of a cluster's machines; a machine that somebody else brought up has none. */
export interface Marks {
  of(name: string): Promise<Mark | undefined>;
  set(name: string, mark: Mark): Promise<void>;
  remove(names: readonly string[]): Promise<void>;
}

/** Marks as files in `folder`, named like the machines. */
export function marksIn(folder: string): Marks {
  const file = (name: string) => path.join(folder, name);
  return {
    async of(name) {
      try {
        const text = (await readFile(file(name), 'utf8')).trim();
        return text === 'making' || text === 'finished' ? text : 'starting';
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async set(name, mark) {
      await mkdir(folder, { recursive: true });
      await writeFileAtomic(file(name), `${mark}\n`);
    },
    async remove(names) {
      for (const name of names) await rm(file(name), { force: true });
    },
  };
}
