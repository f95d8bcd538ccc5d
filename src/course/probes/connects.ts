import type { LabCluster } from '../lab-cluster.ts';
import { dial } from './http-get.ts';
import { everyNodeAsksEveryNode, type Sample } from './reach.ts';

/** Milliseconds for one connection. */
const patience = 2000;

/** Whether every node can open a TCP connection to every node's address on this port; nothing is said over it. */
export function tryPortOnEveryNode(cluster: LabCluster, port: number): Promise<Sample<true>[]> {
  return everyNodeAsksEveryNode(
    cluster,
    async (from, to, signal) => {
      (await dial(from, to.address, port, signal)).destroy();
      return true as const;
    },
    patience,
  );
}

/** The nodes that a connection to was made. */
export function openNodes(samples: readonly Sample<true>[]): string[] {
  return [...new Set(samples.filter(({ result }) => result.kind === 'answer').map(({ to }) => to))];
}

/** Each try in a word, for the record. */
export function briefTries(samples: readonly Sample<true>[]): object[] {
  return samples.map(({ from, to, result }) => ({ from, to, seen: result.kind }));
}
