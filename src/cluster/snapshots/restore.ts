import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import type { Cluster } from '../cluster.ts';
import { readBook, type Snapshot, writeBook } from './book.ts';
import { requireSnapshot, requireSnapshots } from './refusals.ts';

/**
 * Puts all machines back to what they were when the snapshot was taken, and leaves them off. What they are now is lost. Addresses, names,
 * host keys and our key on them are what they were, so what this computer knows of them stays right. Until it ends no other command starts the machines, and it can be run again. Throws
 * E_UNKNOWN_SNAPSHOT, E_SNAPSHOT, E_DISK_FULL.
 */
export async function restoreSnapshot(
  cluster: Cluster,
  name: string,
  report: (line: string) => void,
): Promise<Snapshot> {
  const { workspace, nodes } = cluster;
  const snapshots = requireSnapshots(cluster);
  const book = await readBook(workspace);
  const wanted = requireSnapshot(book, name);
  refuseOtherPlan(wanted, cluster);
  if (!(await snapshots.list()).get(wanted.id)?.whole) throw notWhole(wanted);
  for (const node of nodes) node.close();
  await writeBook(workspace, { ...book, restoring: name });
  await snapshots.restore(wanted.id, report);
  await writeBook(workspace, { snapshots: book.snapshots });
  return wanted;
}

/** Its disks hold addresses and names; under other ones the swarm in it would find nobody. */
function refuseOtherPlan(snapshot: Snapshot, { nodes }: Cluster): void {
  const said = (all: readonly { name: string; address: string }[]) =>
    all.map(({ name, address }) => `${name} ${address}`).join(', ');
  const [then, now] = [said(snapshot.nodes), said(nodes.map(({ plan }) => plan))];
  if (then === now) return;
  throw new SwarmlabError('E_SNAPSHOT', t`the snapshot ${snapshot.name} is of other nodes: ${then}`, {
    fix: t`Give swarmlab.yaml these nodes again (it has ${now}), or take another snapshot.`,
  });
}

function notWhole({ name }: Snapshot): SwarmlabError {
  return new SwarmlabError(
    'E_SNAPSHOT',
    t`a part of the snapshot ${name} is gone, removed by somebody else`,
    {
      fix: t`It cannot be put back: swarmlab snapshot rm ${name}`,
    },
  );
}
