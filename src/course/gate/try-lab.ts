import { hasCode, SwarmlabError } from '../../errors/index.ts';
import { againIfChanged } from '../again-if-changed.ts';
import { solvedCheckDeadline } from '../check-lab.ts';
import { type Inventory, inventoryDifferences } from '../inventory.ts';
import { checksOf, type Lab } from '../lab-format.ts';
import type { GateWorld } from './gate-world.ts';
import { judgeMistake, judgeSolved, judgeUnsolved, mayComeTrue } from './judge.ts';
import type { Mistake } from './mistake.ts';
import { type PartOutcome, type Skip, skippedChecks, type Trial, type Violation } from './trial.ts';

/** A lab with all that its trial needs. */
export interface LabOnTrial {
  lab: Lab;
  mistakes: readonly Mistake[];
  /** The labs whose result it builds on, and theirs, in the order of the course. */
  earlier: readonly Lab[];
}

/** Hears what was just found out, a line each. */
export type GateListener = (line: string) => void;

const solution = 'solution.sh';

/**
 * Tries a lab as its author promises it: unsolved, no check passes; the solution passes, also when it is run again; each usual
 * mistake fails its check and brings its hint; a reset leaves what was there before. What breaks on the way is a violation, too.
 * Throws E_INTERRUPTED.
 */
export async function tryLab(
  on: LabOnTrial,
  world: GateWorld,
  listener: GateListener = () => {},
): Promise<Trial> {
  const begun = world.now();
  const parts = new LabParts(on, world, listener);
  const unsolved = await parts.unsolved();
  const solved = await parts.solution();
  const mistakes = { passed: 0, skipped: 0, total: on.mistakes.length };
  for (const mistake of on.mistakes) {
    const outcome = await parts.mistake(mistake);
    if (outcome === 'pass') mistakes.passed += 1;
    if (outcome === 'skip') mistakes.skipped += 1;
  }
  const cleanup = await parts.cleanup();
  const { violations, skips } = parts;
  return {
    lab: on.lab.id,
    outcome: violations.length > 0 ? 'fail' : solved,
    unsolved,
    mistakes,
    solution: solved,
    cleanup,
    seconds: Math.round((world.now() - begun) / 100) / 10,
    violations,
    skips,
  };
}

class LabParts {
  readonly violations: Violation[] = [];
  readonly skips: Skip[] = [];
  readonly #on: LabOnTrial;
  readonly #world: GateWorld;
  readonly #listener: GateListener;
  /** Whether the cluster is as a learner finds it who begins the lab. */
  #isPrepared = false;
  #before: Inventory | undefined;
  /** Milliseconds for which a check that fails is asked again after a mistake: twice what the solution took, once that is known. */
  #patience = 0;

  constructor(on: LabOnTrial, world: GateWorld, listener: GateListener) {
    this.#on = on;
    this.#world = world;
    this.#listener = listener;
  }

  unsolved(): Promise<PartOutcome> {
    return this.#part('unsolved', async ({ lab, earlier }) => {
      await this.#clean();
      const empty = await this.#world.inventory();
      // A lab that builds on others begins with their results; a cluster without them must not look solved either.
      const bare = earlier.length > 0 ? judgeUnsolved(await this.#check(), 'empty cluster') : [];
      await this.#world.prepare(lab);
      this.#before = { ...empty, image: (await this.#world.inventory()).image };
      const unsolved = judgeUnsolved(await this.#check(), 'unsolved');
      this.#isPrepared = true;
      return [...bare, ...unsolved];
    });
  }

  /** A check that even the solution finds nothing to look at for cannot fail here either. */
  mistake(mistake: Mistake): Promise<PartOutcome> {
    return this.#part(mistake.script, async ({ lab }) => {
      const skip = this.skips.find(({ what }) => what === mistake.fails);
      if (skip) return skip.reason;
      await againIfChanged(async () => {
        await this.#begin();
        await this.#world.run(lab, mistake.script);
      });
      const first = await this.#check();
      // On a computer at work it may take longer than it took the solution.
      const report = mayComeTrue(mistake, first) ? await this.#check(solvedCheckDeadline) : first;
      return judgeMistake(lab, mistake, report);
    });
  }

  solution(): Promise<PartOutcome> {
    return this.#part(solution, async ({ lab }) => {
      await this.#begin();
      await this.#world.solve(lab);
      const from = this.#world.now();
      const report = await this.#check(solvedCheckDeadline);
      this.#patience = 2 * (this.#world.now() - from);
      const skips = skippedChecks(report);
      this.skips.push(...skips);
      if (skips.length === checksOf(lab).length) return skips[0]?.reason ?? '';
      const violations = judgeSolved(report, solution);
      await this.#world.solve(lab);
      return [
        ...violations,
        ...judgeSolved(await this.#check(solvedCheckDeadline), `${solution}, run again`),
      ];
    });
  }

  cleanup(): Promise<PartOutcome> {
    return this.#part('reset', async ({ lab }) => {
      await this.#clean();
      if (lab.needs.swarm === 'none') await this.#world.restore();
      if (!this.#before) return [];
      const differences = inventoryDifferences(this.#before, await this.#world.inventory());
      return differences.map((seen) => ({
        lab: lab.id,
        after: 'reset',
        expected: 'what was there before',
        seen,
      }));
    });
  }

  /** Tries one part, which says what is wrong, or why it cannot be tried; what is thrown on the way counts as found. */
  async #part(after: string, work: (on: LabOnTrial) => Promise<Violation[] | string>): Promise<PartOutcome> {
    const { lab } = this.#on;
    const from = this.#world.now();
    const found = await work(this.#on).catch((error: unknown) => [broken(lab, after, error)]);
    const seconds = ((this.#world.now() - from) / 1000).toFixed(1);
    if (typeof found === 'string') {
      this.skips.push({ what: after, reason: found });
      this.#listener(`${lab.id}: ${after}: skip (${seconds} s): ${found}`);
      return 'skip';
    }
    this.violations.push(...found);
    const outcome = found.length > 0 ? 'fail' : 'pass';
    this.#listener(`${lab.id}: ${after}: ${outcome} (${seconds} s)`);
    return outcome;
  }

  /** Brings the cluster to where a learner begins; it is there already once, after the unsolved check. */
  async #begin(): Promise<void> {
    const { lab } = this.#on;
    if (!this.#isPrepared) {
      await this.#world.reset(lab);
      await this.#world.prepare(lab);
    }
    this.#isPrepared = false;
  }

  #check(patience = this.#patience) {
    return this.#world.check(this.#on.lab, patience);
  }

  async #clean(): Promise<void> {
    const { lab, earlier } = this.#on;
    for (const one of [lab, ...earlier.toReversed()]) await this.#world.reset(one);
  }
}

function broken({ id }: Lab, after: string, error: unknown): Violation {
  if (hasCode(error, 'E_INTERRUPTED') || !(error instanceof SwarmlabError)) throw error;
  return { lab: id, after, expected: 'that it runs to its end', seen: `${error.message} [${error.code}]` };
}
