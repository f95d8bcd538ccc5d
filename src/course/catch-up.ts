import { SwarmlabError } from '../errors/index.ts';
import { findLab } from './catalogue.ts';
import { checkLab } from './check-lab.ts';
import type { Clock } from './clock.ts';
import type { LabCluster } from './lab-cluster.ts';
import type { Lab } from './lab-format.ts';
import { runLabScript } from './lab-script.ts';

/** How to catch up. */
export interface CatchUpOptions {
  clock: Clock;
  /** Told before a lab's solution is run. */
  onSolve(lab: Lab): void;
  /** Told when what the lab leaves behind is there. */
  onCaughtUp(lab: Lab): Promise<void>;
  /** The labs there are; when absent those of the package. */
  find?: (id: string) => Promise<Lab>;
}

/** Milliseconds in which a lab that was done shows it. */
const look = 4_000;
/** Milliseconds that a solution's tasks get to run. */
const settle = 60_000;

/**
 * Sees to it that what the labs before `lab` leave behind is there: where the checks of one that it needs do not pass, first
 * what that one needs, and then its solution. A lab whose checks pass is left alone, and so is what it once needed itself, for
 * later labs change what earlier ones made. Throws E_LAB_PREPARE, and what a script throws.
 */
export async function catchUp(lab: Lab, cluster: LabCluster, options: CatchUpOptions): Promise<void> {
  const { clock, onSolve, onCaughtUp, find = findLab } = options;
  for (const id of lab.needs.labs) {
    const earlier = await find(id);
    const seen = await checkLab(earlier, cluster, { clock, deadline: look });
    if (seen.outcome === 'pass' || seen.outcome === 'skip') continue;
    await catchUp(earlier, cluster, options);
    onSolve(earlier);
    await runLabScript(
      earlier,
      'solution.sh',
      new Map(cluster.nodes.map((node) => [node.name, node.remote])),
    );
    const solved = await checkLab(earlier, cluster, { clock, deadline: settle });
    const wrong = solved.checks.find(
      ({ outcome, waitsFor }) => waitsFor === undefined && (outcome === 'fail' || outcome === 'unknown'),
    );
    if (wrong)
      throw new SwarmlabError(
        'E_LAB_PREPARE',
        `${lab.id} builds on ${earlier.id}, whose solution was run but does not pass: ${wrong.id}: ${wrong.message}`,
        { fix: `Run \`swarmlab lab reset ${earlier.id}\`, then this again.` },
      );
    await onCaughtUp(earlier);
  }
}
