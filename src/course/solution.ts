import pRetry from 'p-retry';
import { SwarmlabError } from '../errors/index.ts';
import { changedMeanwhile } from '../errors/known-problems.ts';
import type { Lab } from './lab-format.ts';
import { runLabScript, type ScriptNodes } from './lab-script.ts';

/**
 * Runs a lab's solution as the learner would. Where Docker refuses a command because a manager changed the same service between its reading
 * and its writing (at the end of an update, say), the solution is run again, as any solution can be. Throws what `runLabScript` throws.
 */
export async function runSolution(lab: Pick<Lab, 'id' | 'folder'>, nodes: ScriptNodes): Promise<void> {
  await pRetry(() => runLabScript(lab, 'solution.sh', nodes), {
    retries: 3,
    minTimeout: 200,
    maxTimeout: 500,
    shouldRetry: ({ error }) => error instanceof SwarmlabError && changedMeanwhile(error.output ?? ''),
  });
}
