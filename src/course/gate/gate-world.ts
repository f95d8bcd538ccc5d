import type { Inventory } from '../inventory.ts';
import type { Lab } from '../lab-format.ts';
import type { LabReport } from '../outcome.ts';

/** What the gate does to a cluster. Everything throws SwarmlabError. */
export interface GateWorld {
  /** Removes what the lab made, and nothing else. */
  reset(lab: Lab): Promise<void>;
  /** Brings the cluster to where a learner begins the lab. */
  prepare(lab: Lab): Promise<void>;
  /** Ends whatever swarms there are and forms the one of the plan anew. */
  restore(): Promise<void>;
  /** Runs the lab's solution. */
  solve(lab: Lab): Promise<void>;
  /** Runs another script of the lab as the learner would. */
  run(lab: Lab, script: string): Promise<void>;
  /**
   * Asks all checks. `patience`: milliseconds for what is not yet true, and never less than a learner's check gives; none is cut
   * short because another has failed.
   */
  check(lab: Lab, patience: number): Promise<LabReport>;
  inventory(): Promise<Inventory>;
  /** Milliseconds. */
  now(): number;
}
