import type { Inventory } from '../inventory.ts';
import type { Lab } from '../lab-format.ts';
import type { GateWorld } from './gate-world.ts';
import type { Trial } from './trial.ts';
import { type GateListener, type LabOnTrial, tryLab } from './try-lab.ts';

/** Networks that Docker makes by itself. */
const own = ['ingress', 'docker_gwbridge', 'bridge', 'host', 'none'];

/**
 * Tries labs one after another, in the order of the course. Begins with the swarm of the plan and without what any lab of the course
 * (`course`) makes, and ends so. A lab that begins without a swarm is skipped where others than the course use it. Throws
 * E_INTERRUPTED, and what the first clearing up throws.
 */
export async function runGate(
  labs: readonly LabOnTrial[],
  course: readonly Lab[],
  world: GateWorld,
  listener?: GateListener,
): Promise<Trial[]> {
  for (const lab of course.toReversed()) await world.reset(lab);
  const foreign = foreignThings(await world.inventory());
  const trials: Trial[] = [];
  for (const on of labs.toSorted((a, b) => a.lab.id.localeCompare(b.lab.id))) {
    const lost = on.lab.needs.swarm === 'none' && foreign.length > 0;
    const reason = `it begins without a swarm, and the one that is there has what is not the course's: ${foreign.join(', ')}`;
    trials.push(lost ? skipped(on, reason) : await tryLab(on, world, listener));
  }
  return trials;
}

/** What would be lost with the swarm. */
function foreignThings({ service, secret, config, network }: Inventory): string[] {
  const networks = network.filter((name) => !own.includes(name) && !name.includes(': '));
  const named = { service, secret, config, network: networks };
  return Object.entries(named).flatMap(([kind, names]) => names.map((name) => `the ${kind} ${name}`));
}

function skipped({ lab, mistakes }: LabOnTrial, reason: string): Trial {
  return {
    lab: lab.id,
    outcome: 'skip',
    unsolved: 'skip',
    mistakes: { passed: 0, skipped: mistakes.length, total: mistakes.length },
    solution: 'skip',
    cleanup: 'skip',
    seconds: 0,
    violations: [],
    skips: [{ what: lab.id, reason }],
  };
}
