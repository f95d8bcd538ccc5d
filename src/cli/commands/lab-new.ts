import path from 'node:path';
import { t } from 'ttag';
import { newLab } from '../../course/new-lab.ts';
import type { CommandContext } from '../context.ts';
import { note, print } from '../io.ts';
import { labFolders } from '../lab/course.ts';

/** Begins a lab of one's own. Asks no cluster. */
export async function labNew(
  context: CommandContext,
  name: string,
  flags: { folder?: string },
): Promise<void> {
  const { io } = context;
  const folder = path.resolve(io.cwd(), context.folder, flags.folder ?? 'labs');
  const made = await newLab(name, folder, labFolders(context));
  const id = path.basename(made);
  print(io, t`${id} is there: ${made}`);
  const which = flags.folder === undefined ? id : `${id} --folder ${flags.folder}`;
  note(io, t`Next: swarmlab lab test ${which}`);
}
