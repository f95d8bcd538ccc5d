import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { t } from 'ttag';
import { withLock } from '../../cluster/lock.ts';
import { prepareWorkspace, workspaceAt } from '../../cluster/workspace.ts';
import { loadTopology } from '../../config/load.ts';
import { printable } from '../../config/show.ts';
import { labIds } from '../../course/lab-folders.ts';
import { SwarmlabError } from '../../errors/index.ts';
import { readableSize } from '../../files/readable-size.ts';
import { type Created, createKit, optionalParts } from '../../kit/create.ts';
import { totalBytes } from '../../kit/manifest.ts';
import { hostArch } from '../../provider/host-arch.ts';
import { fileJournal } from '../../transport/journal.ts';
import { localRunner } from '../../transport/local.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { kitFolder } from '../kit-meant.ts';
import { Logged } from '../logged.ts';
import { version } from '../version.ts';
import { cacheFolder } from '../with-cluster.ts';

interface Flags {
  arch?: string;
  box?: string;
  without?: string;
}

/** Makes an offline kit for the plan in this folder. */
export async function bundleCreate(context: CommandContext, folder: string, flags: Flags): Promise<void> {
  const { io, signal } = context;
  const arches = chosen('--arch', flags.arch ?? hostArch, ['amd64', 'arm64'] as const);
  const without = chosen('--without', flags.without ?? '', optionalParts);
  const kit = kitFolder(context, folder);
  const workspace = workspaceAt(path.resolve(io.cwd(), context.folder));
  const { topology } = await loadTopology(workspace.configFile, { labs: await labIds() });
  await prepareWorkspace(workspace);
  const logFile = path.join(workspace.logFolder, 'bundle-create.log');
  const cache = cacheFolder(io.env);
  const now = () => Date.now();
  const work = () =>
    createKit({
      kit,
      topology,
      folder: workspace.folder,
      cacheFolder: cache,
      runner: localRunner(fileJournal(logFile), signal),
      version: version(),
      arches,
      without,
      box: flags.box === undefined ? undefined : kitFolder(context, flags.box),
      created: new Date(now()).toISOString(),
      signal,
      report: (line) => note(io, line),
    });
  try {
    const created = await withLock(await lockOf(cache, kit), 'bundle create', now, work);
    say(context, kit, created);
  } catch (error) {
    throw new Logged(signal.aborted ? signal.reason : error, logFile);
  }
}

/** Not in the kit: not every stick can hold a lock. */
async function lockOf(cache: string, kit: string): Promise<string> {
  const locks = path.join(cache, 'kits');
  await mkdir(locks, { recursive: true });
  return path.join(locks, `${createHash('sha256').update(kit).digest('hex').slice(0, 16)}.lock`);
}

function say({ io }: CommandContext, kit: string, { files, lacking, complete, changed }: Created): void {
  const size = `${files.length} files, ${readableSize(totalBytes(files))}`;
  print(io, changed ? `${kit}: ${size}` : t`${kit}: nothing to do: it is all there (${size})`);
  for (const { what, arch, reason } of lacking) {
    const forArch = arch ? ` (${arch})` : '';
    print(io, t`not in it: ${what}${forArch}: ${reason}`);
  }
  if (complete) {
    note(io, t`Next: swarmlab up --bundle ${kit}, or for a room: swarmlab bundle serve ${kit}`);
    return;
  }
  throw new SwarmlabError('E_BUNDLE', t`the kit in ${kit} is not complete: what it lacks is named above`, {
    fix: t`See to what the reasons say, then run the same command again: it goes on from here. Or leave that out with --without.`,
  });
}

/** The words of a list; E_USAGE for another word than those. */
function chosen<Word extends string>(flag: string, list: string, words: readonly Word[]): Word[] {
  const given = list.split(',').filter((word) => word !== '');
  const known = words.filter((word) => given.includes(word));
  const other = given.find((word) => !(words as readonly string[]).includes(word));
  if (other === undefined) return known;
  const said = printable(other);
  const all = words.join(', ');
  throw new SwarmlabError('E_USAGE', t`${flag}: there is no "${said}"`, {
    fix: t`Choose of: ${all}, with commas between.`,
  });
}
