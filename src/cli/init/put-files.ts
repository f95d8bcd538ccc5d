import path from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { msgid, ngettext, t } from 'ttag';
import { writeFileAtomic } from '../../config/atomic-write.ts';
import { SwarmlabError } from '../../errors/index.ts';
import { readIfThere } from '../../files/read-if-there.ts';

/** A file to be written. */
export interface PlannedFile {
  /** Relative to the folder; as it is shown. */
  name: string;
  content: string;
  /** Nobody edits it: it is replaced without asking. */
  ours?: boolean;
  /** The other files follow from it: where it is kept, so are they. */
  leads?: boolean;
}

export interface PutOptions {
  folder: string;
  /** `ask`: replace what the user agrees to; `refuse`: E_USAGE when a file differs, and nothing is written. */
  differing: 'ask' | 'refuse' | 'replace';
  /** Shows the diff of a file that is there. */
  show: (diff: string) => void;
  confirm: (name: string) => Promise<boolean>;
}

/** What became of a file. */
export interface Put {
  name: string;
  outcome: 'written' | 'replaced' | 'unchanged' | 'kept';
}

/**
 * Writes files into a folder, each in one step, but none that is there and differs without the user's word. Asks in the
 * order of the list before it writes any, then writes from its end, so that the first one stands for all.
 */
export async function putFiles(files: readonly PlannedFile[], options: PutOptions): Promise<Put[]> {
  const seen = await Promise.all(
    files.map(async (file) => ({ ...file, before: await readIfThere(path.join(options.folder, file.name)) })),
  );
  const inTheWay = seen.filter(
    ({ ours, before, content }) => !ours && before !== undefined && before !== content,
  );
  const kept = new Set<string>();
  if (options.differing !== 'replace') {
    for (const { name, before = '', content, leads } of inTheWay) {
      options.show(createTwoFilesPatch(name, name, before, content, 'as it is', 'as it would be'));
      if (options.differing === 'refuse' || (await options.confirm(name))) continue;
      if (leads) return files.map((file) => ({ name: file.name, outcome: 'kept' }));
      kept.add(name);
    }
    if (options.differing === 'refuse' && inTheWay.length > 0)
      throw refused(inTheWay.map(({ name }) => name));
  }
  const put: Put[] = [];
  for (const { name, content, before } of seen.toReversed()) {
    const changes = before !== content && !kept.has(name);
    if (changes) await writeFileAtomic(path.join(options.folder, name), content);
    if (kept.has(name)) put.unshift({ name, outcome: 'kept' });
    else if (!changes) put.unshift({ name, outcome: 'unchanged' });
    else put.unshift({ name, outcome: before === undefined ? 'written' : 'replaced' });
  }
  return put;
}

function refused(names: readonly string[]): SwarmlabError {
  const and = t`and`;
  const list = names.join(` ${and} `);
  const sentence = ngettext(
    msgid`${list} is there already and differs from what would be written`,
    `${list} are there already and differ from what would be written`,
    names.length,
  );
  return new SwarmlabError('E_USAGE', sentence, {
    fix: t`Pass --force to replace what the diff shows, or run \`swarmlab init\` in a terminal without --yes to be asked.`,
  });
}
