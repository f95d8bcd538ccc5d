import type { Cluster } from '../cluster.ts';
import { readBook, type Snapshot, writeBook } from './book.ts';
import { requireSnapshot, requireSnapshots } from './refusals.ts';
import { removeParts } from './save.ts';

/** A snapshot as `snapshot list --json` prints it. `whole`: it can be put back; otherwise somebody removed a part of it. */
export type ListedSnapshot = Pick<Snapshot, 'name' | 'takenAt' | 'bytes' | 'lab'> & { whole: boolean };

/** The snapshots that were made to their end, oldest first. Changes nothing. */
export async function listSnapshots(cluster: Cluster): Promise<ListedSnapshot[]> {
  const snapshots = requireSnapshots(cluster);
  const { snapshots: known } = await readBook(cluster.workspace);
  if (known.length === 0) return [];
  const there = await snapshots.list();
  return known.map(({ id, name, takenAt, bytes, lab }) => {
    return { name, takenAt, bytes, lab, whole: there.get(id)?.whole ?? false };
  });
}

/** Removes a snapshot: from the book first, so that it is never listed in parts. Throws E_UNKNOWN_SNAPSHOT. */
export async function removeSnapshot(cluster: Cluster, name: string): Promise<void> {
  const { workspace } = cluster;
  const snapshots = requireSnapshots(cluster);
  const book = await readBook(workspace);
  const gone = requireSnapshot(book, name);
  const left = { ...book, snapshots: book.snapshots.filter((it) => it !== gone) };
  await writeBook(workspace, left);
  await removeParts(left, snapshots);
}
