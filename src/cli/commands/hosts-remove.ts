import path from 'node:path';
import { t } from 'ttag';
import { namesOf, withoutNames } from '../../cluster/host-names/block.ts';
import { changeHosts, ending, hostsPath, readHosts } from '../../cluster/host-names/system-hosts.ts';
import { localRunner } from '../../transport/local.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';

/** Needs no cluster: the block may be all that is left of it. */
export async function hostsRemove(context: CommandContext): Promise<void> {
  const { hosts, owner } = ours(context);
  const changed = await changeHosts(hosts, (text) => withoutNames(text, owner));
  print(
    context.io,
    `${hosts.file}: ${changed ? t`the cluster's names are gone` : t`has no names of this cluster`}.`,
  );
}

/** What `down` does of it: what cannot be removed is told, and keeps nothing else from going. */
export async function removeIfThere(context: CommandContext): Promise<void> {
  const { hosts, owner } = ours(context);
  try {
    const text = await readHosts(hosts);
    if (ending(hosts, () => namesOf(text, owner))) await hostsRemove(context);
  } catch (error) {
    const { message, fix } = error as Error & { fix?: string };
    const way = fix ?? '';
    note(context.io, t`The cluster's names stay in the hosts file: ${message}. ${way}`);
    note(context.io, 'Then: swarmlab hosts remove');
  }
}

function ours({ io, folder, signal }: CommandContext) {
  const runner = localRunner({ write() {} }, signal);
  return { hosts: { file: hostsPath(io.env), runner }, owner: path.resolve(io.cwd(), folder) };
}
