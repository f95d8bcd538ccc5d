import * as z from 'zod';
import { checkTypes } from './checks/check-types.ts';

/** A name in lab.yaml: of a step, a check, a hint. */
const id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case words with hyphens, as in every-node');

/** A text in the languages of the course; English is always there. */
const text = z.strictObject({ en: z.string().min(1), ko: z.string().min(1).optional() });

const labId = z.string().regex(/^\d\d-[a-z0-9-]+$/, 'use the id of a lab, as in 01-whoami');

/** Help for one kind of wrong, in three tiers: each says more than the one before. */
const hint = z.strictObject({
  id,
  /** The reasons of the check that it is for; any other reason where absent. */
  on: z.array(z.string().min(1)).min(1).optional(),
  /** Where to look. */
  nudge: text,
  /** What is behind it. */
  concept: text,
  /** What to type. */
  command: z.string().min(1),
});

/** What every check has, whatever its type. */
const common = {
  id,
  /** Checks that have to pass before it says anything: what it would say is a consequence of theirs. */
  after: z.array(id).default([]),
  /** Where none of the nodes has this image, there is nothing to check: the outcome is `skip`. */
  needsImage: z.string().min(1).optional(),
  hints: z.array(hint).min(1),
};

const options = checkTypes.map(({ name, params }) =>
  z.strictObject({ type: z.literal(name), ...common, ...params.shape }),
);
type Option = (typeof options)[number];

const check = z.discriminatedUnion('type', options as [Option, ...Option[]]);

const step = z.strictObject({
  id,
  /** What to do, in a sentence or two; the README has the rest. */
  text,
  /** What the learner types, as the README shows it. */
  commands: z.array(z.string().min(1)).default([]),
  checks: z.array(check).min(1),
});

const names = z.array(z.string().min(1)).default([]);

/** Version 1 of lab.yaml. */
export const labSchema = z.strictObject({
  version: z.literal(1),
  title: text,
  /** What is true when the lab is done, in a sentence. */
  goal: text,
  /** How long a learner takes, about. */
  minutes: z.int().min(1).max(120),
  /** What the nodes' engines must have before it starts. */
  images: z.array(z.string().min(1)),
  needs: z
    .strictObject({
      /** `none`: it begins with engines that are in no swarm. */
      swarm: z.enum(['formed', 'none']).default('formed'),
      /** MiB of memory that the manager should have. */
      memory: z.int().min(512).default(1024),
      /** Labs whose result it builds on. */
      labs: z.array(labId).default([]),
    })
    .prefault({}),
  /**
   * Whether it begins with something amiss on the nodes: `scene.sh` makes that when the lab begins, `scene-off.sh` takes it away when
   * it is reset or another lab begins. Both can be run again, and scene-off.sh also where there is nothing.
   */
  scene: z.boolean().default(false),
  /** What the learner makes, by name: `reset` removes these, whatever carries the label `swarmlab.lab`, and nothing else. */
  makes: z
    .strictObject({
      services: names,
      networks: names,
      secrets: names,
      configs: names,
      volumes: names,
      /** With their tags; on every node where they are. */
      images: names,
      stacks: names,
      /** Labels of nodes, by their keys. */
      nodeLabels: names,
      /** Other managers than the plan's, drained nodes, machines that are off: `reset` gives every node back what the plan says. */
      roles: z.boolean().default(false),
    })
    .prefault({}),
  steps: z.array(step).min(1),
});

/** What a lab.yaml says, defaults filled in. */
export type LabFile = z.output<typeof labSchema>;
export type LabText = z.output<typeof text>;
type Step = LabFile['steps'][number];
/** A check as lab.yaml gives it; the parameters of its type stand beside what every check has. */
export type CheckSpec = Step['checks'][number];
export type Hint = z.output<typeof hint>;
