import os from 'node:os';
import path from 'node:path';
import { t } from 'ttag';
import type { Cluster } from '../../cluster/cluster.ts';
import { workspaceAt } from '../../cluster/workspace.ts';
import { findLab } from '../../course/catalogue.ts';
import { labsFolder, labsIn } from '../../course/lab-folders.ts';
import type { Lab } from '../../course/lab-format.ts';
import { ProgressFile } from '../../course/progress.ts';
import type { Learner, Progress } from '../../course/progress-schema.ts';
import { SwarmlabError } from '../../errors/index.ts';
import type { CommandContext } from '../context.ts';
import { note } from '../io.ts';
import { version } from '../version.ts';

/** The record of the learner's progress in the command's folder. Touches nothing yet. */
export function progressOf({ io, folder }: CommandContext): ProgressFile {
  const workspace = workspaceAt(path.resolve(io.cwd(), folder));
  return new ProgressFile(workspace, { tool: version(), warn: (sentence) => note(io, sentence) });
}

/** Where labs are: the course's, which come with the package, and one's own, beside swarmlab.yaml. */
export function labFolders({ io, folder }: Pick<CommandContext, 'io' | 'folder'>): string[] {
  return [labsFolder, path.resolve(io.cwd(), folder, 'labs')];
}

/** The lab with this name, or the current one: the one started last. Throws E_UNKNOWN_LAB, E_USAGE. */
export async function labMeant(
  context: CommandContext,
  progress: ProgressFile,
  name: string | undefined,
): Promise<Lab> {
  const folders = labFolders(context);
  const meant = name ?? (await progress.read()).current;
  if (meant !== undefined) return findLab(meant, folders);
  const [{ id: first } = { id: '' }] = await labsIn(folders);
  throw new SwarmlabError('E_USAGE', t`no lab was started yet`, {
    fix: t`Begin with \`swarmlab lab start ${first}\`, or name a lab.`,
  });
}

/** Writes down on which cluster the learner works. */
export function recordCluster(progress: Progress, { state, topology }: Cluster): void {
  progress.cluster = { id: state.clusterId, name: topology.cluster };
}

/** Who learns: `Ada Lovelace <ada@example.org>` as given, else the user of this computer. */
export function learner(given: string | undefined, env: NodeJS.ProcessEnv): Learner {
  const [, name, email] = /^\s*([^<]*?)\s*(?:<([^<>]+)>)?\s*$/.exec(given ?? '') ?? [];
  if (given !== undefined && !name)
    throw new SwarmlabError('E_USAGE', t`--as names nobody`, {
      fix: t`Say it as in: --as "Ada Lovelace <ada@example.org>"`,
    });
  return { name: name || userName(env), ...(email ? { email } : {}) };
}

function userName(env: NodeJS.ProcessEnv): string {
  try {
    return os.userInfo().username;
  } catch {
    // A user id without an entry in the password database, as in some containers.
    return env.USER || 'unknown';
  }
}
