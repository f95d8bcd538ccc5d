import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { InstalledBox } from './box.ts';

/**
 * The boxes of a name under Vagrant's home: boxes/NAME/VERSION/HYPERVISOR, and since 2.4 boxes/NAME/VERSION/ARCHITECTURE/HYPERVISOR.
 * Asking Vagrant itself takes seconds. Source: lib/vagrant/box_collection.rb.
 */
export async function installedBoxes(home: string, box: string): Promise<InstalledBox[]> {
  const files = await readdir(path.join(home, 'boxes', box.replaceAll('/', '-VAGRANTSLASH-')), {
    recursive: true,
  }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
  return files.flatMap((file): InstalledBox[] => {
    const [version, ...rest] = file.split(path.sep);
    if (!version || rest.at(-1) !== 'metadata.json') return [];
    const [first = '', second] = rest;
    if (rest.length === 2) return [{ version, hypervisor: first }];
    return rest.length === 3 && second ? [{ version, arch: first, hypervisor: second }] : [];
  });
}
