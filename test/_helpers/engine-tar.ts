import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { binaries } from '../../src/engine/manifest.ts';

/** e_machine of an ELF header. */
const machines = { amd64: 62, arm64: 183 };

/** Makes a small tarball in the engine bundle's layout and gives its path. `without` names binaries to leave out. */
export async function engineTar(
  folder: string,
  { arch = 'amd64' as keyof typeof machines, without = '', name = 'docker-28.0.4.tar' } = {},
): Promise<string> {
  const layout = path.join(folder, 'layout', 'docker');
  await mkdir(layout, { recursive: true });
  for (const binary of binaries.filter((candidate) => candidate !== without)) {
    const program = Buffer.alloc(700, binary);
    program.write('\x7fELF', 0, 'latin1');
    program.writeUInt16LE(machines[arch], 18);
    await writeFile(path.join(layout, binary), program, { mode: 0o755 });
  }
  const file = path.join(folder, name);
  execFileSync('tar', ['-C', path.join(folder, 'layout'), '--format=ustar', '-cf', file, 'docker']);
  return file;
}
