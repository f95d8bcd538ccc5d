import * as z from 'zod';
import { spokenOf } from '../language/speak.ts';
import { type ErrorCode, errorCodes } from './codes.ts';
import data from './known-problems.json' with { type: 'json' };
import { SwarmlabError } from './swarmlab-error.ts';

const text = z.strictObject({ en: z.string().min(1), ko: z.string().min(1) });

const knownProblem = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/),
  /** Looked for in the output of this program alone: its pattern is too short for others', or its sentences have `{words}`. */
  of: z.literal('vagrant').optional(),
  /** In the whole output of what failed; letters as they are. */
  pattern: z.string().transform((text) => new RegExp(text)),
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  /** It happens to one machine, not to all of them. */
  ofMachine: z.literal(true).optional(),
  /** One sentence without its full stop, as errors have it. */
  cause: text,
  /** One line, with the command where there is one. */
  fix: text,
  /** Where it is documented, or was told. */
  link: z.url(),
  /** Recordings of real outputs, in test/fixtures/known-problems. */
  samples: z.array(z.string()).min(1),
});

/** A failure that we know a better way out of than what the program says itself. */
export type KnownProblem = z.infer<typeof knownProblem>;

const catalogue = z.strictObject({
  version: z.literal(1),
  comment: z.string(),
  problems: z.array(knownProblem),
});

/** The data file `known-problems.json`. Its order counts: the first that matches is meant. */
export const knownProblems: readonly KnownProblem[] = catalogue.parse(data).problems;

/** The problem of this id, which the catalogue has: for whoever sees it coming. */
export function knownProblemOf(id: string): KnownProblem {
  const problem = knownProblems.find((it) => it.id === id);
  if (!problem) throw new Error(`there is no known problem ${id}`);
  return problem;
}

/** Whether Docker refused to change something because it is not as it was read any more; it can be asked again. */
export function changedMeanwhile(output: string): boolean {
  return knownProblemOf('changed-meanwhile').pattern.test(output);
}

/** The problem that an output tells of, and where in it. `of`: the program that said it, where its own problems count too. */
export function findKnownProblem(
  output: string,
  of?: KnownProblem['of'],
): { problem: KnownProblem; at: number } | undefined {
  for (const problem of knownProblems) {
    if (problem.of !== undefined && problem.of !== of) continue;
    const match = problem.pattern.exec(output);
    if (match) return { problem, at: match.index };
  }
  return undefined;
}

/**
 * The error itself, or, where it only says that something failed and its output tells of a known problem, one with that
 * problem's code, cause, fix and link. Nothing of the output gets into its sentences.
 */
export function explained(error: SwarmlabError): SwarmlabError {
  const { message, node, output, unexplained } = error;
  if (!unexplained || output === undefined) return error;
  const problem = findKnownProblem(output)?.problem;
  if (!problem) return error;
  const { code, cause, fix, link } = problem;
  return new SwarmlabError(code, message, {
    fix: spokenOf(fix),
    why: spokenOf(cause),
    link,
    output,
    ...(node ? { node } : {}),
    cause: error,
  });
}
