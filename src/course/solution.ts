import { againIfChanged } from './again-if-changed.ts';
import type { Lab } from './lab-format.ts';
import { runLabScript, type ScriptNodes } from './lab-script.ts';

/** Runs a lab's solution as the learner would; any solution can be run again. Throws what `runLabScript` throws. */
export async function runSolution(lab: Pick<Lab, 'id' | 'folder'>, nodes: ScriptNodes): Promise<void> {
  await againIfChanged(() => runLabScript(lab, 'solution.sh', nodes));
}
