import * as z from 'zod';
import { writeFileAtomic } from '../../config/atomic-write.ts';
import { readIfThere } from '../../files/read-if-there.ts';
import type { Workspace } from '../workspace.ts';

const entrySchema = z.object({
  name: z.string(),
  /** What the provider keeps the copies under. */
  id: z.string(),
  /** When it was taken: ISO 8601, UTC. */
  takenAt: z.string(),
  /** null where the provider does not know. */
  bytes: z.number().nullable(),
  /** The lab that was the current one; null where none was. */
  lab: z.string().nullable(),
  /** The labs that the learner was at. */
  underWay: z.array(z.string()),
  /** Whether all nodes were Ready in the swarm; otherwise a restore leaves them as they were. */
  formed: z.boolean(),
  nodes: z.array(z.object({ name: z.string(), address: z.string() })),
});

const bookSchema = z.object({
  snapshots: z.array(entrySchema),
  /** Name of the snapshot that is being put back: until that has ended, the machines are half of what they were. */
  restoring: z.string().optional(),
});

/** A snapshot that was made to its end. */
export type Snapshot = z.infer<typeof entrySchema>;

/** Which snapshots are whole, oldest first, and whether one is being put back. */
export type SnapshotBook = z.infer<typeof bookSchema>;

/** The cluster's book of snapshots; an empty one where none was taken yet. */
export async function readBook({ snapshotsFile }: Pick<Workspace, 'snapshotsFile'>): Promise<SnapshotBook> {
  const text = await readIfThere(snapshotsFile);
  return text === undefined ? { snapshots: [] } : bookSchema.parse(JSON.parse(text));
}

/** Replaces the book in one step: what is in it is whole, whatever is killed when. */
export async function writeBook(
  { snapshotsFile }: Pick<Workspace, 'snapshotsFile'>,
  book: SnapshotBook,
): Promise<void> {
  await writeFileAtomic(snapshotsFile, `${JSON.stringify(book, null, 2)}\n`);
}
