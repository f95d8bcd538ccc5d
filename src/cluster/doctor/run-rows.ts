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
export async function runRows(rows: readonly Row[], patience = deadline): Promise<Answered[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Verdict>((resolve) => {
    const verdict: Verdict = { outcome: 'unknown', seen: `no answer within ${patience / 1000} s` };
    timer = setTimeout(() => resolve(verdict), patience);
  });
  try {
    return await Promise.all(
      rows.map(async (row) => ({ row, verdict: await Promise.race([row.look().catch(unaskable), late]) })),
    );
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
