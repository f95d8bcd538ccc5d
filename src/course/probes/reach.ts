import { t } from 'ttag';
import { hasCode, SwarmlabError } from '../../errors/index.ts';
import type { LabCluster, LabNode } from '../lab-cluster.ts';

/**
 * What came of one question from one node to another. `refused`: turned away; `silent`: nothing came back in time;
 * `unasked`: the asking node itself could not be used.
 */
export type Reached<Answer> =
  | { kind: 'answer'; answer: Answer }
  | { kind: 'refused' | 'silent' | 'unasked'; reason: string };

/** One question: node names, and what came of it. */
export interface Sample<Answer> {
  from: string;
  to: string;
  result: Reached<Answer>;
}

/** Asks once over a connection of its own, which `signal` ends; rejects when nothing answers. */
export type Question<Answer> = (from: LabNode, to: LabNode, signal: AbortSignal) => Promise<Answer>;

/** Every node asks every node, itself too, all at once. `patience`: milliseconds for one question. */
export function everyNodeAsksEveryNode<Answer>(
  { nodes }: Pick<LabCluster, 'nodes'>,
  question: Question<Answer>,
  patience: number,
): Promise<Sample<Answer>[]> {
  return Promise.all(
    nodes.flatMap((from) =>
      nodes.map(async (to) => ({
        from: from.name,
        to: to.name,
        result: await reach((signal) => question(from, to, signal), patience),
      })),
    ),
  );
}

/** Every node asks a question about itself, all at once; what came of it by the node's name. */
export async function everyNodeAsksItself<Answer>(
  { nodes }: Pick<LabCluster, 'nodes'>,
  question: (node: LabNode, signal: AbortSignal) => Promise<Answer>,
  patience: number,
): Promise<Map<string, Reached<Answer>>> {
  const asked = nodes.map(
    async (node) => [node.name, await reach((signal) => question(node, signal), patience)] as const,
  );
  return new Map(await Promise.all(asked));
}

/** What comes of one question, which is given up after `patience` milliseconds. */
export async function reach<Answer>(
  question: (signal: AbortSignal) => Promise<Answer>,
  patience: number,
): Promise<Reached<Answer>> {
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const impatience = new Promise<Reached<Answer>>((resolve) => {
    const seconds = patience / 1000;
    const reason = t`no answer in ${seconds} s`;
    timer = setTimeout(() => resolve({ kind: 'silent', reason }), patience);
  });
  const answered = (answer: Answer): Reached<Answer> => ({ kind: 'answer', answer });
  try {
    return await Promise.race([question(over.signal).then(answered), impatience]);
  } catch (error) {
    return notAnswered(error);
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

function notAnswered(error: unknown): Reached<never> {
  if (!(error instanceof Error) || error instanceof TypeError || hasCode(error, 'E_INTERRUPTED')) throw error;
  const sshItself = error instanceof SwarmlabError && error.code !== 'E_NODE_COMMAND';
  return { kind: sshItself || isForbidden(error) ? 'unasked' : 'refused', reason: error.message };
}

/** sshd forbids forwarding (reason 1, "administratively prohibited"), so nothing is known. Source: RFC 4254, 5.1. */
function isForbidden(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('reason' in cause && cause.reason === 1) return true;
  return false;
}

/** Nodes that cannot be asked now, with the reason: what they do and do not answer says nothing. */
export function unusableNodes(samples: readonly Sample<unknown>[]): ReadonlyMap<string, string> {
  const unusable = new Map<string, string>();
  for (const name of new Set(samples.map(({ from }) => from))) {
    const own = samples.filter(({ from }) => from === name).map(({ result }) => result);
    const unasked = own.find((result) => result.kind === 'unasked');
    if (unasked?.kind === 'unasked') unusable.set(name, unasked.reason);
    else if (own.every(({ kind }) => kind === 'silent') && samples.some(({ result }) => isHeard(result)))
      unusable.set(name, t`no question from it comes back, not even one to itself`);
  }
  return unusable;
}

/** The verdict where nodes could not be asked, with their names and reasons; undefined where all could. */
export function couldNotAsk(
  unusable: ReadonlyMap<string, string>,
): { outcome: 'unknown'; message: string } | undefined {
  if (unusable.size === 0) return undefined;
  const reasons = [...unusable].map(([node, reason]) => `${node}: ${reason}`);
  const list = reasons.join('; ');
  return { outcome: 'unknown', message: t`could not ask every node: ${list}` };
}

function isHeard({ kind }: Reached<unknown>): boolean {
  return kind === 'answer' || kind === 'refused';
}
