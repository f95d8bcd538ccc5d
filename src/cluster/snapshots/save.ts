import { randomBytes } from 'node:crypto';
import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import type { MachineSnapshots } from '../../provider/provider.ts';
import type { Cluster } from '../cluster.ts';
import { clusterStatus } from '../status.ts';
import { readBook, type Snapshot, type SnapshotBook, writeBook } from './book.ts';
import { refuseHalfRestored, requireName, requireSnapshots } from './refusals.ts';

/** How a snapshot is to be taken. */
export interface SaveOptions {
  /** Replace the snapshot that has the name. */
  force: boolean;
  /** The lab that is the current one. */
  lab: string | undefined;
  /** Those that the learner is at on this cluster. */
  underWay: readonly string[];
  report(line: string): void;
  /** Told, once the machines are off, whether they are to become a swarm when they are on again. */
  stopped(formed: boolean): void;
}

/**
 * Copies all machines under a name, and leaves them off: the engines of all nodes have ended, and so has every task, in order, before
 * the first disk is copied. So what the managers hold of the swarm, what the workers do and what the tasks' volumes have is of one
 * moment. The snapshot counts from when it is in the book; what a killed run left is removed by the next one. Throws E_USAGE,
 * E_NO_MACHINES, E_SNAPSHOT, E_DISK_FULL.
 */
export async function saveSnapshot(cluster: Cluster, name: string, options: SaveOptions): Promise<Snapshot> {
  const { workspace, provider, nodes, now } = cluster;
  const { force, lab, underWay, report, stopped } = options;
  const snapshots = requireSnapshots(cluster);
  requireName(name);
  const book = await readBook(workspace);
  refuseHalfRestored(book);
  const old = book.snapshots.find((it) => it.name === name);
  if (old && !force) throw nameTaken(old);
  const formed = await isFormed(cluster);
  if (!formed) report(t`not every node is Ready: what is kept, and comes back, is the cluster as it is`);
  await removeParts(book, snapshots);
  report(t`stopping the machines`);
  for (const node of nodes) node.close();
  stopped(formed);
  await provider.stop();
  const id = `swarmlab-${name}-${randomBytes(3).toString('hex')}`;
  const bytes = await copyAll(snapshots, id, report);
  const taken: Snapshot = {
    name,
    id,
    takenAt: new Date(now()).toISOString(),
    bytes: bytes ?? null,
    lab: lab ?? null,
    underWay: [...underWay],
    formed,
    nodes: nodes.map(({ plan }) => ({ name: plan.name, address: plan.address })),
  };
  await writeBook(workspace, { snapshots: [...book.snapshots.filter((it) => it !== old), taken] });
  if (old) await snapshots.remove(old.id);
  return taken;
}

/** Whether all nodes are Ready; E_NO_MACHINES unless all machines run. */
async function isFormed(cluster: Cluster): Promise<boolean> {
  const { nodes } = await clusterStatus(cluster);
  const off = nodes.filter(({ status }) => status === 'missing' || status === 'stopped');
  if (off.length === 0) return nodes.every(({ status }) => status === 'ready');
  const names = off.map((it) => it.name).join(', ');
  const away = off.length === nodes.length ? t`no machine is up` : t`not up: ${names}`;
  throw new SwarmlabError('E_NO_MACHINES', t`there is no whole cluster to take a snapshot of: ${away}`, {
    fix: t`Run \`swarmlab up\` first.`,
  });
}

/** What was begun and is in no book can never be put back; it only takes room. */
export async function removeParts(book: SnapshotBook, snapshots: MachineSnapshots): Promise<void> {
  const known = new Set(book.snapshots.map(({ id }) => id));
  for (const id of (await snapshots.list()).keys())
    if (!known.has(id) && id.startsWith('swarmlab-')) await snapshots.remove(id);
}

async function copyAll(
  snapshots: MachineSnapshots,
  id: string,
  report: (line: string) => void,
): Promise<number | undefined> {
  try {
    return await snapshots.save(id, report);
  } catch (error) {
    // On a full disk its parts are in the way of everything else. If that fails too, the next run does it.
    await snapshots.remove(id).catch(() => undefined);
    throw error;
  }
}

function nameTaken({ name, takenAt }: Snapshot): SwarmlabError {
  return new SwarmlabError('E_USAGE', t`there is a snapshot ${name} already, of ${takenAt}`, {
    fix: t`Take another name, or replace it: swarmlab snapshot save --force ${name}`,
  });
}
