import { t } from 'ttag';
import { namesOf, takenNames } from '../../cluster/host-names/block.ts';
import { namesHere } from '../../cluster/host-names/names-here.ts';
import { ending, hostsPath, readHosts } from '../../cluster/host-names/system-hosts.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { plainTable } from '../plain-table.ts';
import { withCluster } from '../with-cluster.ts';

/** Shows the names that could be there, and whether they are. Changes nothing. */
export async function hostsShow(context: CommandContext, flags: { json?: boolean }): Promise<void> {
  const { io } = context;
  await withCluster(context, { name: 'hosts show', changes: false }, async (cluster) => {
    const file = hostsPath(io.env);
    const owner = cluster.workspace.folder;
    const text = await readHosts({ file });
    const [there = [], taken] = ending({ file }, () => [namesOf(text, owner), takenNames(text, owner)]);
    const { names, leftOut } = await namesHere(cluster, taken);
    const isThere = ({ name, address }: { name: string; address: string }) =>
      there.some((it) => it.name === name.toLowerCase() && it.address === address);
    const listed = names.map((it) => ({ ...it, there: isThere(it) }));
    if (flags.json) return print(io, JSON.stringify({ file, names: listed, leftOut }, null, 2));
    const rows = listed.map((it) => [it.address, it.name, it.there ? t`is there` : '-']);
    print(io, plainTable(['ADDRESS', 'NAME', file], rows));
    for (const line of leftOut) note(io, t`left out: ${line}`);
    if (!listed.every((it) => it.there)) note(io, t`next: swarmlab hosts add`);
  });
}
