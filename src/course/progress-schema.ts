import * as z from 'zod';
import { hintTiers } from './hints.ts';

const time = z.iso.datetime();

/** What became of one check, as last seen. */
const checkProgress = z.looseObject({
  outcome: z.enum(['pass', 'fail', 'skip', 'unknown']),
  message: z.string(),
  /** Why it failed, in a word of its type. */
  reason: z.string().optional(),
  evidence: z.record(z.string(), z.unknown()).optional(),
  /** When it was asked. */
  at: time,
  firstPassedAt: time.optional(),
});

/** A tier of a hint that the learner was shown. */
const givenHint = z.looseObject({ check: z.string(), hint: z.string(), tier: z.enum(hintTiers), at: time });

const labProgress = z.looseObject({
  /** SHA-256 of the lab.yaml that was worked on last, hex. */
  version: z.string().regex(/^[0-9a-f]{64}$/),
  startedAt: time.optional(),
  /** The id of the cluster on which the learner is at it; absent before the start and after a reset. */
  underWayOn: z.string().optional(),
  /** The id of the swarm that its beginnings were made in; absent for a lab that begins without one. */
  underWayIn: z.string().optional(),
  /** When all its checks passed together for the first time. */
  passedAt: time.optional(),
  /** When its result was made by `lab start` of a later lab, for a learner who has not done it. */
  caughtUpAt: time.optional(),
  /** How often `lab check` was asked. */
  attempts: z.int().min(0),
  /** Seconds worked until it passed; a pause counts for ten minutes at most. */
  seconds: z.number().min(0),
  /** When the learner was last seen at work on it. */
  seenAt: time.optional(),
  checks: z.record(z.string(), checkProgress),
  hints: z.array(givenHint),
  solution: z.looseObject({ shownAt: time.optional(), ranAt: time.optional() }),
});

/**
 * Version 1 of progress.json. What a later version adds is kept as it is. No secret is in it: evidence has none.
 */
export const progressSchema = z.looseObject({
  version: z.literal(1),
  /** Who learns, as given or as this computer knows them. */
  who: z.looseObject({ name: z.string(), email: z.string().optional() }).optional(),
  /** The cluster that was worked on last. */
  cluster: z.looseObject({ id: z.string(), name: z.string() }).optional(),
  /** The version of swarmlab that wrote it last. */
  tool: z.string(),
  /** The lab that was started last. */
  current: z.string().optional(),
  /** By lab id. */
  labs: z.record(z.string(), labProgress),
});

/** What a learner has done so far. */
export type Progress = z.output<typeof progressSchema>;
export type LabProgress = z.output<typeof labProgress>;
export type Learner = NonNullable<Progress['who']>;
