import { checkOf, resultOf, waitingFor } from './check-lab.ts';
import { checkTypeNamed } from './checks/check-types.ts';
import type { Clock } from './clock.ts';
import { imagesOnNodes } from './images-on-nodes.ts';
import type { LabCluster } from './lab-cluster.ts';
import type { Lab } from './lab-format.ts';
import type { CheckSpec } from './lab-schema.ts';
import { type CheckResult, foldOutcomes, type LabReport } from './outcome.ts';
import { askWithin } from './poll-check.ts';

/** How to watch. Times in milliseconds. */
export interface WatchOptions {
  clock: Clock;
  /** Ends it. */
  signal: AbortSignal;
  /** Gets every state that differs from the one before, in outcome or message; the first once every check was asked. */
  onChange(report: LabReport): void;
  /** Between an answer and the next question; default 400. A check that takes longer than this rests as long as it took. */
  interval?: number;
}

/** A check that does not answer at all is given up after this long, times the cluster's pace. */
const patience = 8_000;

/** How long a check that leaves traces rests once it passes. */
const longRest = 30_000;

/**
 * Asks a lab's checks again and again until `signal` aborts, each in its own time, so that a slow one holds up no other. One
 * that waits for another is asked the moment that one passes. Rejects with a defect alone.
 */
export async function watchLab(lab: Lab, cluster: LabCluster, options: WatchOptions): Promise<void> {
  const { clock, signal, onChange, interval = 400 } = options;
  const states = new LabStates(lab, onChange, signal);

  const watch = async (step: string, spec: CheckSpec): Promise<void> => {
    const at = { step, id: spec.id };
    const check = checkOf(spec);
    const leavesTraces = checkTypeNamed(spec.type)?.leavesTraces ?? false;
    let unsure = false;
    while (!signal.aborted) {
      if (!states.isOpen(spec)) {
        await states.changed();
        continue;
      }
      const begun = clock.now();
      const skipped = spec.needsImage && (await imagesOnNodes(cluster).lacking(spec.needsImage));
      if (skipped) states.see(spec, { ...at, outcome: 'skip', message: skipped });
      else {
        const answer = await askWithin(check, cluster, clock, patience * cluster.pace);
        // What vanished between two questions of a check makes it unsure for a moment: it is asked once more.
        const again = answer.verdict.outcome === 'unknown' && !answer.hung && !unsure && states.knows(spec);
        unsure = answer.verdict.outcome === 'unknown';
        if (again) continue;
        states.see(spec, { ...at, ...resultOf(answer) });
        if (leavesTraces && answer.verdict.outcome === 'pass')
          await Promise.race([clock.sleep(longRest, signal).catch(() => {}), states.closed(spec)]);
      }
      await clock.sleep(Math.max(interval, clock.now() - begun), signal).catch(() => {});
    }
  };

  const watches = Promise.all(lab.steps.flatMap(({ id, checks }) => checks.map((spec) => watch(id, spec))));
  // What is being asked when it ends is not waited for, and nobody needs to know how it went.
  const ended = new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([
    ended,
    watches.catch((error: unknown) => {
      if (!signal.aborted) throw error;
    }),
  ]);
}

/** What is known of each check of a lab just now. */
class LabStates {
  readonly #lab: Lab;
  readonly #onChange: WatchOptions['onChange'];
  readonly #signal: AbortSignal;
  readonly #results = new Map<string, CheckResult>();
  #wake: (() => void)[] = [];
  #told = '';

  constructor(lab: Lab, onChange: WatchOptions['onChange'], signal: AbortSignal) {
    this.#lab = lab;
    this.#onChange = onChange;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wakeAll());
  }

  /** Whether all that a check waits for passes. */
  isOpen({ after }: CheckSpec): boolean {
    return after.every((id) => this.#results.get(id)?.outcome === 'pass');
  }

  /** Whether anything was seen of a check. */
  knows({ id }: CheckSpec): boolean {
    return this.#results.has(id);
  }

  /** Resolves when something that a check waits for passes no longer. */
  async closed(spec: CheckSpec): Promise<void> {
    while (this.isOpen(spec)) await this.changed();
  }

  /** Resolves when anything has changed. */
  changed(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake.push(resolve);
    });
  }

  /** Takes in what was seen of a check, unless what it rests on has gone while it looked: then it says nothing. */
  see(spec: CheckSpec, result: CheckResult): void {
    if (this.#signal.aborted || !this.isOpen(spec)) return;
    this.#results.set(spec.id, result);
    this.#closeWhatWaits();
    this.#wakeAll();
    this.#tell();
  }

  #closeWhatWaits(): void {
    for (const { id: step, checks } of this.#lab.steps)
      for (const { id, after } of checks) {
        const earlier = after
          .map((it) => this.#results.get(it))
          .find((it) => it !== undefined && it.outcome !== 'pass');
        if (earlier) this.#results.set(id, waitingFor(earlier, { step, id }));
      }
  }

  #tell(): void {
    const checks = this.#lab.steps.flatMap((step) =>
      step.checks.flatMap(({ id }) => this.#results.get(id) ?? []),
    );
    if (checks.length < this.#lab.steps.flatMap((step) => step.checks).length) return;
    const text = JSON.stringify(checks.map(({ outcome, message }) => [outcome, message]));
    if (text === this.#told) return;
    this.#told = text;
    const outcome = foldOutcomes(checks.map((check) => check.outcome));
    this.#onChange({ lab: this.#lab.id, outcome, checks });
  }

  #wakeAll(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const one of wake) one();
  }
}
