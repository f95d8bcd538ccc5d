import type { LabCluster } from '../lab-cluster.ts';
import type { Outcome } from '../outcome.ts';

/** What a check says of what was seen. */
export interface Verdict {
  outcome: Outcome;
  message: string;
  /** Asking again is of no use: only the learner can change this. */
  settled?: boolean;
}

/** A kind of check: a probe, which observes once and changes nothing, and a pure judgement of what it saw. */
export interface CheckType<Params, Seen> {
  probe(cluster: LabCluster, params: Params): Promise<Seen>;
  /** `before` is what the poll before this one saw. */
  judge(params: Params, seen: Seen, before: Seen | undefined): Verdict;
}

/** A check that can be asked, again and again. */
export interface Check {
  ask(cluster: LabCluster): Promise<Verdict>;
}

/** A check type with its parameters; it remembers what it saw last. */
export function checkOf<Params, Seen>(type: CheckType<Params, Seen>, params: Params): Check {
  let before: Seen | undefined;
  return {
    async ask(cluster) {
      const seen = await type.probe(cluster, params);
      const verdict = type.judge(params, seen, before);
      before = seen;
      return verdict;
    },
  };
}
