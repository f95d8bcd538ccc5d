import { t } from 'ttag';
import { nearest } from '../../config/nearest.ts';
import { printable } from '../../config/show.ts';
import { SwarmlabError } from '../../errors/index.ts';
import type { MachineSnapshots } from '../../provider/provider.ts';
import type { Cluster } from '../cluster.ts';
import type { Workspace } from '../workspace.ts';
import { readBook, type Snapshot, type SnapshotBook } from './book.ts';

/** The way to copy the machines; E_SNAPSHOT where they are not ours to copy. */
export function requireSnapshots({ provider }: Pick<Cluster, 'provider'>): MachineSnapshots {
  if (provider.snapshots) return provider.snapshots;
  throw new SwarmlabError('E_SNAPSHOT', t`swarmlab takes no snapshots of machines that it did not make`, {
    fix: t`Take them where the machines come from: at your cloud, or with your hypervisor.`,
  });
}

/** E_USAGE unless the name can be one: letters, digits, `-`, `_` and `.`, and a letter or digit first; at most 40. */
export function requireName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(name)) return;
  const asked = printable(name.slice(0, 60));
  throw new SwarmlabError('E_USAGE', t`"${asked}" cannot be a snapshot's name`, {
    fix: t`Use letters, digits, - _ and ., beginning with a letter or a digit, 40 at most: swarmlab snapshot save before-lab-03`,
  });
}

/** The snapshot of this name; E_UNKNOWN_SNAPSHOT names the nearest one and all there are. */
export function requireSnapshot({ snapshots }: SnapshotBook, name: string): Snapshot {
  const found = snapshots.find((it) => it.name === name);
  if (found) return found;
  const names = snapshots.map((it) => it.name);
  const near = nearest(name, names);
  const [asked, all] = [printable(name.slice(0, 60)), names.join(', ')];
  const known = all ? t`Snapshots are: ${all}.` : t`None was taken yet: swarmlab snapshot save NAME`;
  throw new SwarmlabError('E_UNKNOWN_SNAPSHOT', t`there is no snapshot "${asked}"`, {
    fix: near ? t`Did you mean ${near}? ${known}` : known,
  });
}

/** E_SNAPSHOT where a restore was cut off: the machines are of two times, and starting them would mix these. */
export function refuseHalfRestored({ restoring }: SnapshotBook): void {
  if (restoring === undefined) return;
  throw new SwarmlabError('E_SNAPSHOT', t`restoring the snapshot ${restoring} did not come to its end`, {
    fix: t`Run it again: \`swarmlab snapshot restore ${restoring}\`; another snapshot does as well, and so does \`swarmlab down\`.`,
  });
}

/** {@link refuseHalfRestored}, for whoever is about to start machines. */
export async function requireNotHalfRestored(workspace: Pick<Workspace, 'snapshotsFile'>): Promise<void> {
  refuseHalfRestored(await readBook(workspace));
}
