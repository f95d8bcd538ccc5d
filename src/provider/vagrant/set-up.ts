import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readIfThere } from '../../files/read-if-there.ts';

/**
 * Whether Vagrant has come as far as a machine's provisioners: it has its host name and its NICs then, whoever ran Vagrant.
 * Vagrant notes the machine's id for that. Source: lib/vagrant/action/builtin/provision.rb. `folder`: of the Vagrantfile.
 */
export async function isSetUp(folder: string, name: string): Promise<boolean> {
  const machine = path.join(folder, '.vagrant', 'machines', name);
  for (const hypervisor of await namesIn(machine)) {
    const [id, note] = await Promise.all(
      ['id', 'action_provision'].map((file) => textOf(path.join(machine, hypervisor, file))),
    );
    if (id && note === `1.5:${id}`) return true;
  }
  return false;
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw error;
  });
}

async function textOf(file: string): Promise<string> {
  return ((await readIfThere(file)) ?? '').trim();
}
