import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { type Flaw, judgeFile } from './judge-file.ts';
import { isDropping, type KitFile, type KitManifest, manifestName } from './manifest.ts';
import { originAt, readManifest } from './origin.ts';

/** A file of a kit that is not as the manifest says, or that the manifest does not know. */
interface Finding extends Omit<Flaw, 'state'> {
  path: string;
  state: Flaw['state'] | 'not listed';
}

/** What came of looking at all of a kit. */
export interface Verified {
  manifest: KitManifest;
  findings: readonly Finding[];
}

/** Reads every file of a kit and compares it with the manifest. `report` is told of each before. Throws E_BUNDLE. */
export async function verifyKit(
  folder: string,
  { signal, report }: { signal: AbortSignal; report(file: KitFile): void },
): Promise<Verified> {
  const manifest = readManifest(await originAt(folder, { fetch, signal }).manifest(), folder);
  const findings: Finding[] = [];
  for (const file of manifest.files) {
    signal.throwIfAborted();
    report(file);
    const flaw = await judgeFile(path.join(folder, file.path), file, manifest.files, signal);
    if (flaw) findings.push({ path: file.path, ...flaw });
  }
  const listed = new Set([manifestName, ...manifest.files.map((file) => file.path)]);
  for (const name of await filesIn(folder))
    if (!listed.has(name))
      findings.push({ path: name, state: 'not listed', says: t`is not listed in the manifest` });
  return { manifest, findings };
}

/** Everything in a folder that is no folder, with slashes; what operating systems leave is passed over. */
async function filesIn(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(path.join(folder, below), { withFileTypes: true });
  const found = entries
    .filter(({ name }) => !isDropping(name))
    .map((entry) => {
      const name = below ? `${below}/${entry.name}` : entry.name;
      return entry.isDirectory() ? filesIn(folder, name) : [name];
    });
  return (await Promise.all(found)).flat().sort();
}
