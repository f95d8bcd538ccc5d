import type { LabCluster } from '../lab-cluster.ts';
import { type HttpAnswer, httpGet } from './http-get.ts';
import { type Reached, reach } from './reach.ts';

/** Milliseconds for one request; times the cluster's pace. */
const patience = 3000;

/**
 * `GET path` on a port that the swarm publishes: every node asks its own address at once, and the first answer is taken, for what
 * stands behind is one. Where none answers: `unasked` when no node could ask, else what the nodes met.
 */
export async function askPublished(
  { nodes, pace }: LabCluster,
  port: number,
  path: string,
): Promise<Reached<HttpAnswer>> {
  const asked = nodes.map(async (node) => {
    const result = await reach((signal) => httpGet(node, node.address, port, path, signal), patience * pace);
    return { name: node.name, result };
  });
  const answered = asked.map(async (one) => {
    const { result } = await one;
    return result.kind === 'answer' ? result : Promise.reject(new Error('no answer'));
  });
  const first = await Promise.any(answered).catch(() => undefined);
  if (first) return first;
  const all = await Promise.all(asked);
  const [met] = all.filter(({ result }) => result.kind !== 'unasked');
  if (met) return met.result;
  const reasons = all.map(({ name, result }) => `${name}: ${'reason' in result ? result.reason : ''}`);
  return { kind: 'unasked', reason: reasons.join('; ') };
}
