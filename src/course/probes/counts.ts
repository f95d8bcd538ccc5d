import { SwarmlabError } from '../../errors/index.ts';
import type { LabCluster, LabNode } from '../lab-cluster.ts';
import { type HttpAnswer, httpGet } from './http-get.ts';
import { type Reached, reach } from './reach.ts';

/** What a counter says: a count for each replica that ever counted, by host name. */
export type Counts = ReadonlyMap<string, number>;

/** One request to a counter, through the address of a node. `counts` where the answer is what a counter says. */
export interface CountRequest {
  node: string;
  result: Reached<HttpAnswer>;
  counts?: Counts;
}

/** Milliseconds for one request; a counter itself gives redis 5 s. */
const patience = 6000;

/**
 * Sends requests to a counter one after another, through one node after the other, each on a connection of its own; every one
 * of them counts. Ends with the first that is not answered with counts, when `enough`, or after `most`.
 */
export async function askForCounts(
  cluster: LabCluster,
  port: number,
  most: number,
  enough: (requests: readonly CountRequest[]) => boolean,
): Promise<CountRequest[]> {
  const requests: CountRequest[] = [];
  while (requests.length < most && !enough(requests)) {
    const node = cluster.nodes[requests.length % cluster.nodes.length];
    if (!node) break;
    const result = await request(node, port, cluster.pace);
    const counts = result.kind === 'answer' ? countsIn(result.answer) : undefined;
    requests.push({ node: node.name, result, ...(counts ? { counts } : {}) });
    if (!counts) break;
  }
  return requests;
}

async function request(node: LabNode, port: number, pace: number): Promise<Reached<HttpAnswer>> {
  const result = await reach((signal) => httpGet(node, node.address, port, '/', signal), patience * pace);
  if (result.kind !== 'silent') return result;
  // A node that has just gone away is silent as well.
  try {
    await node.remote.run({ argv: ['true'], timeout: 2000 * pace });
    return result;
  } catch (error) {
    if (error instanceof SwarmlabError && error.code !== 'E_INTERRUPTED')
      return { kind: 'unasked', reason: error.message };
    throw error;
  }
}

/** The counts in an answer, one line a replica as in `217c1093489e > 3`; undefined where it is anything else. */
function countsIn({ status, body }: HttpAnswer): Counts | undefined {
  if (status !== 200) return undefined;
  const lines = body.trimEnd().split('\n');
  const counts = lines.map((line) => /^(\S+) > (\d+)$/.exec(line));
  if (counts.includes(null)) return undefined;
  return new Map(counts.map((match) => [match?.[1] ?? '', Number(match?.[2])]));
}

/** All counts together. */
export function sumOf(counts: Counts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
