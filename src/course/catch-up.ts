import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import { findLab, foldersFor } from './catalogue.ts';
import { checkLab, solvedCheckDeadline } from './check-lab.ts';
import type { Clock } from './clock.ts';
import type { LabCluster } from './lab-cluster.ts';
import type { Lab } from './lab-format.ts';
import type { ScriptNodes } from './lab-script.ts';
import type { LabReport } from './outcome.ts';
import { runSolution } from './solution.ts';

/** How to catch up. */
export interface CatchUpOptions {
  clock: Clock;
  /** Where solutions run. */
  nodes: ScriptNodes;
  /** Told before a lab's solution is run. */
  onSolve(lab: Lab): void;
  /** The labs there are; when absent those of the package, and those beside the lab. */
  find?: (id: string) => Promise<Lab>;
}

/** Milliseconds in which a lab that was done shows it. */
const look = 3_000;

/**
 * Sees to it that what the labs before `lab` leave behind is there: where the checks of one that it needs do not pass, first
 * what that one needs, and then its solution. A lab whose checks pass is left alone, and so is what it once needed itself: later
 * labs change what earlier ones made. Throws E_LAB_PREPARE, and what a script throws.
 */
export async function catchUp(lab: Lab, cluster: LabCluster, options: CatchUpOptions): Promise<void> {
  const { clock, nodes, onSolve, find = (id: string) => findLab(id, foldersFor(lab)) } = options;
  for (const id of lab.needs.labs) {
    const earlier = await find(id);
    const seen = await checkLab(earlier, cluster, { clock, deadline: look, grace: 0 });
    if (isDone(seen)) continue;
    await catchUp(earlier, cluster, options);
    onSolve(earlier);
    await runSolution(earlier, nodes);
    const solved = await checkLab(earlier, cluster, { clock, deadline: solvedCheckDeadline });
    if (!isDone(solved)) throw notSolved(lab, earlier, solved);
  }
}

/** What is skipped cannot be made here either. */
function isDone({ outcome }: LabReport): boolean {
  return outcome === 'pass' || outcome === 'skip';
}

function notSolved(lab: Lab, earlier: Lab, { checks }: LabReport): SwarmlabError {
  const wrong =
    checks.find(({ outcome }) => outcome === 'fail') ?? checks.find(({ outcome }) => outcome === 'unknown');
  const check = wrong?.id;
  const why = wrong?.message;
  return new SwarmlabError(
    'E_LAB_PREPARE',
    t`${lab.id} builds on ${earlier.id}, whose solution was run and does not pass: ${check}: ${why}`,
    { fix: t`\`swarmlab lab reset ${earlier.id}\`, then run this again.` },
  );
}
