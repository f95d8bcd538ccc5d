import path from 'node:path';
import envPaths from 'env-paths';
import type { Cluster } from '../cluster/cluster.ts';
import { withLock } from '../cluster/lock.ts';
import { openCluster, type Surroundings } from '../cluster/open-cluster.ts';
import { prepareWorkspace, workspaceAt } from '../cluster/workspace.ts';
import { requireConfig } from '../config/load.ts';
import { formatProblem } from '../config/problem.ts';
import { imagesOf, labIds } from '../course/lab-folders.ts';
import { fileJournal, withoutRepeats } from '../transport/journal.ts';
import { localRunner } from '../transport/local.ts';
import { anySignal } from './any-signal.ts';
import type { CommandContext } from './context.ts';
import { type Io, note } from './io.ts';
import { Logged } from './logged.ts';
import { version } from './version.ts';

/** Where downloads are kept between clusters: `SWARMLAB_CACHE`, else the system's place for caches. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return path.resolve(env.SWARMLAB_CACHE || envPaths('swarmlab', { suffix: '' }).cache);
}

const now = () => Date.now();

/** What clusters get of the world. */
export async function surroundingsOf(
  { env }: Pick<Io, 'env'>,
  ways: Pick<Surroundings, 'local' | 'journal' | 'signal' | 'bundle'>,
): Promise<Surroundings> {
  return {
    ...ways,
    cacheFolder: cacheFolder(env),
    env,
    now,
    labs: await labIds(),
    imagesOf,
    version: version(),
  };
}

export interface ClusterCommand {
  /** Its words, for the log's name and for whoever finds the lock held. */
  name: string;
  /** Whether it changes the cluster: then it is the only one at a time. */
  changes: boolean;
  /** Whether it goes on for hours asking the same: then its log has each entry once. */
  endless?: boolean;
  /** The offline kit to use, absolute, or `none`; when absent, the one that the cluster used last. */
  bundle?: string | undefined;
}

/** Opens the cluster in the command's folder for `work`; ends its connections, and what is still fetched, whatever happens. */
export async function withCluster<T>(
  context: CommandContext,
  command: ClusterCommand,
  work: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const { io, signal } = context;
  const workspace = workspaceAt(path.resolve(io.cwd(), context.folder));
  await requireConfig(workspace.configFile);
  await prepareWorkspace(workspace);
  const logFile = path.join(workspace.logFolder, `${command.name.replaceAll(' ', '-')}.log`);
  const journal = command.endless ? withoutRepeats(fileJournal(logFile)) : fileJournal(logFile);
  const over = new AbortController();
  const untilOver = anySignal(signal, over.signal);
  const local = localRunner(journal, untilOver);
  const opened = async () => {
    const surroundings = await surroundingsOf(io, {
      local,
      journal,
      signal: untilOver,
      bundle: command.bundle,
    });
    const { cluster, warnings } = await openCluster(workspace, surroundings);
    for (const warning of warnings) note(io, formatProblem(warning));
    try {
      return await work(cluster);
    } finally {
      for (const node of cluster.nodes) node.close();
      over.abort();
    }
  };
  try {
    return await (command.changes ? withLock(workspace.lockFile, command.name, now, opened) : opened());
  } catch (error) {
    throw new Logged(signal.aborted ? signal.reason : error, logFile);
  }
}
