import { t } from 'ttag';
import type { LabCluster } from '../lab-cluster.ts';
import { type HttpAnswer, httpGet } from './http-get.ts';
import { everyNodeAsksEveryNode, type Sample, unusableNodes } from './reach.ts';

/** Milliseconds for one request. Traefik gives a server 30 s; no learner waits that long. */
const patience = 3000;

/** Every node asks every node's address for a path, under a host name that need not resolve. */
export function askByHost(
  cluster: LabCluster,
  { host, port, path }: { host: string; port: number; path: string },
): Promise<Sample<HttpAnswer>[]> {
  return everyNodeAsksEveryNode(
    cluster,
    (from, to, signal) => httpGet(from, to.address, port, path, signal, host),
    patience,
  );
}

/** What answers say, when taken together. */
export interface Answers {
  /** Nodes that were asked, sorted. */
  nodes: readonly string[];
  /** The nodes that did not answer well, under what they did. */
  problems: ReadonlyMap<string, readonly string[]>;
  /** The first answer of those, or that there was none. */
  first?: HttpAnswer | 'none';
  /** Nodes that cannot be used now, each with the reason. */
  unusable: ReadonlyMap<string, string>;
}

/** Groups samples by what is wrong with them; `wrong` says it of one answer, as in `status 404`. */
export function groupAnswers(
  samples: readonly Sample<HttpAnswer>[],
  wrong: (answer: HttpAnswer) => string | undefined,
): Answers {
  const unusable = unusableNodes(samples);
  const asked = samples.filter(({ from, to }) => !unusable.has(from) && !unusable.has(to));
  const problems = new Map<string, string[]>();
  let first: Answers['first'];
  for (const { to, result } of asked) {
    const problem =
      result.kind === 'answer'
        ? wrong(result.answer)
        : noAnswer(result.reason.split(': ').at(-1) ?? result.kind);
    if (problem === undefined) continue;
    first ??= result.kind === 'answer' ? result.answer : 'none';
    const nodes = problems.get(problem) ?? [];
    problems.set(problem, nodes.includes(to) ? nodes : [...nodes, to]);
  }
  return {
    nodes: [...new Set(samples.map(({ to }) => to))].sort(),
    problems,
    ...(first === undefined ? {} : { first }),
    unusable,
  };
}

function noAnswer(why: string): string {
  return t`no answer (${why})`;
}

/** An answer, as in `status 404 with "not found"`. */
export function answerText({ status, body }: HttpAnswer): string {
  const said = JSON.stringify(body.trim().slice(0, 40));
  return t`status ${status} with ${said}`;
}

/** The problems, as in `core-01, core-02 gave status 404; core-03 gave no answer (connection refused)`. */
export function problemText({ problems }: Answers): string {
  const texts = [...problems].map(([problem, nodes]) => {
    const where = nodes.join(', ');
    return t`${where} gave ${problem}`;
  });
  return texts.join('; ');
}

/** Samples for the record. */
export function hostEvidence(samples: readonly Sample<HttpAnswer>[]): { answers: object[] } {
  return {
    answers: samples.map(({ from, to, result }) =>
      result.kind === 'answer'
        ? { from, to, status: result.answer.status, body: result.answer.body.trim().slice(0, 80) }
        : { from, to, seen: result.kind },
    ),
  };
}
