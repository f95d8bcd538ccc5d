import type * as z from 'zod';
import type { LabCluster } from '../lab-cluster.ts';
import type { Outcome } from '../outcome.ts';

/** What a check says of what was seen. `Reason` is one of the words that its type lists; every fail has one. */
export type Verdict<Reason extends string = string> = Passing | Failing<Reason>;

interface Passing {
  outcome: Exclude<Outcome, 'fail'>;
  /** What was seen; for `skip` and `unknown`, why nothing can be said. */
  message: string;
  reason?: undefined;
  settled?: undefined;
}

interface Failing<Reason> {
  outcome: 'fail';
  /** Which kind of wrong it is: hints are chosen by it. */
  reason: Reason;
  /** What was seen and what was expected. */
  message: string;
  /** Asking again is of no use: only the learner can change this. */
  settled?: boolean;
}

/** What a verdict rests on, small and without secrets: it is kept with the learner's progress. */
export type Evidence = Readonly<Record<string, unknown>>;

/** A kind of check: a probe, which observes once and changes nothing, and a pure judgement of what it saw. */
export interface CheckType<Name extends string, Params extends z.ZodObject, Reason extends string, Seen> {
  /** As lab.yaml names it. */
  name: Name;
  /** What lab.yaml says of one such check, beside what every check has. */
  params: Params;
  /** Every way to fail. */
  reasons: readonly Reason[];
  /** Asking leaves traces on the cluster (a counter counts): where it is watched, it is asked rarely once it passes. */
  leavesTraces?: boolean;
  probe(cluster: LabCluster, params: z.output<Params>): Promise<Seen>;
  /** `before` is what the poll before this one saw. */
  judge(params: z.output<Params>, seen: Seen, before: Seen | undefined): Verdict<Reason>;
  evidence(seen: Seen, params: z.output<Params>): Evidence;
}

/** One answer of a check. */
export interface Answer {
  verdict: Verdict;
  /** Absent where the cluster could not be asked. */
  evidence?: Evidence;
}

/** A check that can be asked, again and again; it remembers what it saw last. */
export interface Check {
  ask(cluster: LabCluster): Promise<Answer>;
}

/** A check type whose parameters were validated by its own schema, so that types of all kinds stand in one list. */
export interface AnyCheckType {
  name: string;
  params: z.ZodObject;
  reasons: readonly string[];
  leavesTraces?: boolean;
  check(params: unknown): Check;
}

/** Makes a check type; `judge` and `evidence` are pure and tested by themselves. */
export function defineCheck<
  const Name extends string,
  Params extends z.ZodObject,
  const Reason extends string,
  Seen,
>(type: CheckType<Name, Params, Reason, Seen>): CheckType<Name, Params, Reason, Seen> & AnyCheckType {
  return {
    ...type,
    check(given) {
      const params = type.params.parse(given);
      let before: Seen | undefined;
      return {
        async ask(cluster) {
          const seen = await type.probe(cluster, params);
          const verdict = type.judge(params, seen, before);
          before = seen;
          return { verdict, evidence: type.evidence(seen, params) };
        },
      };
    },
  };
}
