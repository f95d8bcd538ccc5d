import * as z from 'zod';
import { topologySchema } from './schema.ts';

const { shape } = topologySchema;
const node = shape.nodes.element;

const draftSchema = topologySchema.extend({
  version: shape.version.optional(),
  cluster: shape.cluster.optional(),
  provider: shape.provider.optional(),
  nodes: z.array(node.partial().extend({ ssh: node.shape.ssh.unwrap().partial().optional() })).default([]),
});

/** A topology with holes where swarmlab.yaml had none or bad values, so that rules can judge the rest. A Topology is one. */
export type Draft = z.infer<typeof draftSchema>;
/** One node of a draft. */
export type DraftNode = Draft['nodes'][number];

/** What is left of `root` when the values that the schema refuses are taken out; undefined when nothing can be judged. */
export function draftOf(root: unknown, issues: readonly z.core.$ZodIssue[]): Draft | undefined {
  const copy: unknown = structuredClone(root);
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) prune(copy, [...issue.path, key]);
    else prune(copy, issue.path);
  }
  return draftSchema.safeParse(copy).data;
}

function prune(root: unknown, path: readonly PropertyKey[]): void {
  let parent = root;
  for (const part of path.slice(0, -1)) {
    if (typeof parent !== 'object' || parent === null) return;
    parent = Reflect.get(parent, part);
  }
  const last = path.at(-1);
  if (typeof parent !== 'object' || parent === null || last === undefined) return;
  // List items keep their index: problems are said of it.
  if (Array.isArray(parent)) Reflect.set(parent, last, path[0] === 'nodes' ? {} : '');
  else Reflect.deleteProperty(parent, last);
}

/** What to call a node in a message: its name, or its place in the list. */
export function nodeLabel(node: DraftNode, index: number): string {
  return node.name ?? `nodes[${index}]`;
}
