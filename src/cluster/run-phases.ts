import pRetry from 'p-retry';
import { hasCode } from '../errors/index.ts';
import type { Cluster } from './cluster.ts';
import type { ClusterNode } from './node.ts';
import type { NodePhase, Phase, PhaseEvent, PhaseListener } from './phase.ts';
import { WaitedInVain } from './waited-in-vain.ts';

/**
 * Runs the phases in order. Consecutive node phases are pipelines, one a node, that do not wait for each other; a cluster
 * phase waits for all. The first failure that is not just a consequence of another is thrown, when every node has
 * come to its end, so that nothing is left running.
 */
export async function runPhases(
  phases: readonly Phase[],
  cluster: Cluster,
  listener: PhaseListener,
): Promise<void> {
  const run = new PhaseRun(cluster, listener);
  for (const stage of stages(phases)) {
    const ends = await Promise.allSettled(
      stage.scope === 'cluster'
        ? [run.cluster(stage.phase)]
        : cluster.nodes.map((node) => run.pipeline(stage.phases, node)),
    );
    const errors = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []));
    const root = errors.find((error) => !(error instanceof WaitedInVain)) ?? errors[0];
    if (root) throw root instanceof WaitedInVain ? root.cause : root;
  }
}

type Stage =
  | { scope: 'cluster'; phase: Phase & { scope: 'cluster' } }
  | { scope: 'node'; phases: NodePhase[] };

function stages(phases: readonly Phase[]): Stage[] {
  const result: Stage[] = [];
  for (const phase of phases) {
    const last = result.at(-1);
    if (phase.scope === 'cluster') result.push({ scope: 'cluster', phase });
    else if (last?.scope === 'node') last.phases.push(phase);
    else result.push({ scope: 'node', phases: [phase] });
  }
  return result;
}

class PhaseRun {
  readonly #cluster: Cluster;
  readonly #listener: PhaseListener;

  constructor(cluster: Cluster, listener: PhaseListener) {
    this.#cluster = cluster;
    this.#listener = listener;
  }

  async pipeline(phases: readonly NodePhase[], node: ClusterNode): Promise<void> {
    try {
      for (const phase of phases) {
        await this.#observed(phase, node.name, async (report) => {
          const reason = phase.skip?.(node, this.#cluster);
          if (reason !== undefined) return { skipped: reason };
          return { done: await throughLostConnections(() => phase.run(node, this.#cluster, report)) };
        });
      }
    } catch (error) {
      this.#cluster.formation.nodeFailed(node.name, error);
      throw error;
    }
  }

  async cluster(phase: Phase & { scope: 'cluster' }): Promise<void> {
    await this.#observed(phase, undefined, async (report) => {
      const reason = await phase.skip?.(this.#cluster);
      if (reason !== undefined) return { skipped: reason };
      return { done: await phase.run(this.#cluster, report) };
    });
  }

  async #observed(
    phase: Phase,
    node: string | undefined,
    work: (report: (line: string) => void) => Promise<{ done: string } | { skipped: string }>,
  ): Promise<void> {
    const { now, signal, journal } = this.#cluster;
    const where = node === undefined ? {} : { node };
    const tell = (event: PhaseEvent) => this.#listener(event);
    const started = now();
    signal.throwIfAborted();
    tell({ kind: 'started', phase, ...where });
    try {
      const end = await work((line) => tell({ kind: 'reported', phase, ...where, line }));
      const ms = now() - started;
      if ('done' in end) tell({ kind: 'done', phase, ...where, line: end.done, ms });
      else tell({ kind: 'skipped', phase, ...where, line: end.skipped, ms });
    } catch (error) {
      journal.write(node ?? 'cluster', `${phase.id} failed: ${error instanceof Error ? error.stack : error}`);
      tell({ kind: 'failed', phase, ...where, error: error as Error, ms: now() - started });
      throw error;
    }
  }
}

/** Phases can be run again, so one whose connection broke under it is. The next attempt dials anew. */
function throughLostConnections(work: () => Promise<string>): Promise<string> {
  return pRetry(work, {
    retries: 3,
    minTimeout: 200,
    factor: 3,
    shouldRetry: ({ error }) => hasCode(error, 'E_SSH_LOST'),
  });
}
