import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import type { Row, Verdict } from '../../provider/diagnosis.ts';

/** A row and what it says. */
export interface Answered {
  row: Row;
  verdict: Verdict;
}

/** How long all rows together may take, in ms. */
export const deadline = 9_000;

/** Asks all rows at once. One that is not done in time, or that cannot be asked, is unknown; the others are not kept waiting. */
export function runRows(rows: readonly Row[], patience = deadline): Promise<Answered[]> {
  const late: Verdict = { outcome: 'unknown', seen: t`no answer in time` };
  return Promise.all(
    rows.map(async (row) => ({ row, verdict: await inTime(row.look().catch(unaskable), patience, late) })),
  );
}

/** What the work gives, or `late` where it gives nothing within so many ms. */
export async function inTime<T>(work: Promise<T>, ms: number, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const end = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}

/** What the system or a tool refuses is not known; a mistake of ours is thrown on. */
function unaskable(error: unknown): Verdict {
  const refused = error instanceof SwarmlabError || (error instanceof Error && 'code' in error);
  if (!refused || (error instanceof SwarmlabError && error.code === 'E_INTERRUPTED')) throw error;
  return { outcome: 'unknown', seen: error.message };
}
