import { t } from 'ttag';
import { type ListedSnapshot, listSnapshots } from '../../cluster/snapshots/list.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { palette } from '../palette.ts';
import { plainTable } from '../plain-table.ts';
import { size } from '../size.ts';
import { withCluster } from '../with-cluster.ts';

export async function snapshotList(context: CommandContext, flags: { json?: boolean }): Promise<void> {
  const { io } = context;
  const listed = await withCluster(context, { name: 'snapshot list', changes: false }, listSnapshots);
  if (flags.json) return print(io, JSON.stringify(listed, null, 2));
  if (listed.length === 0) return note(io, t`No snapshot was taken yet: swarmlab snapshot save NAME`);
  const paint = palette(io.stdout, io.env);
  const row = ({ name, takenAt, bytes, lab, whole }: ListedSnapshot) => [
    whole ? name : `${name} ${paint.red(t`(a part of it is gone)`)}`,
    takenAt,
    bytes === null ? '-' : size(bytes),
    lab ?? '-',
  ];
  print(io, plainTable(['NAME', 'TAKEN', 'SIZE', 'LAB'], listed.map(row)));
}
