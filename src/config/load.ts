import { relative } from 'node:path';
import { draftOf } from './draft.ts';
import type { Known } from './known.ts';
import type { Locate } from './locate.ts';
import { ConfigError, type Problem } from './problem.ts';
import { readText, requireText } from './read-text.ts';
import { readYaml } from './read-yaml.ts';
import { ruleFindings } from './rules.ts';
import { type Topology, topologySchema } from './schema.ts';
import { schemaFindings } from './schema-problems.ts';

/** What the text of a swarmlab.yaml says. `topology` is there exactly when no problem is an error. */
export interface Parsed {
  topology?: Topology;
  /** Every problem, in the order of the file. */
  problems: Problem[];
  /** Gives later findings (such as those about routes) their place in the file. */
  locate: Locate;
}

/** What a swarmlab.yaml without errors says. */
export interface Loaded {
  topology: Topology;
  warnings: Problem[];
  locate: Locate;
}

/** Parses and judges the text of `file` (its name, for messages). Pure; never throws for any text. */
export function parseTopology(text: string, file: string, known: Known = {}): Parsed {
  const { root, problems, locate, written } = readYaml(text, file);
  if (!root) return { problems: inOrder(problems), locate };
  const { issues, findings } = schemaFindings(root, written);
  const draft = draftOf(root, issues);
  const all = inOrder([
    ...problems,
    ...[...findings, ...(draft ? ruleFindings(draft, known) : [])].map(locate),
  ]);
  if (all.some(({ severity }) => severity === 'error')) return { problems: all, locate };
  return { topology: topologySchema.parse(root), problems: all, locate };
}

/**
 * Reads and judges swarmlab.yaml. Throws a {@link ConfigError} (E_CONFIG) holding every problem when one of them is an
 * error, a plain E_CONFIG when the file is no text, and E_NO_CONFIG when there is none.
 */
export async function loadTopology(path: string, known: Known = {}): Promise<Loaded> {
  const near = relative(process.cwd(), path);
  const file = near === '' || near.startsWith('..') ? path : near;
  const { topology, problems, locate } = parseTopology(await readText(path, file), file, known);
  if (!topology) throw new ConfigError(file, problems);
  return { topology, warnings: problems, locate };
}

function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** Throws E_NO_CONFIG when there is no swarmlab.yaml at `path`. Does not look inside. */
export async function requireConfig(path: string): Promise<void> {
  await requireText(path);
}
