import { z } from 'zod';
import type { Path } from './problem.ts';
import { topologySchema } from './schema.ts';

/** The keys that the schema knows in the mapping at `path`; none where there is no mapping. */
export function knownKeys(path: Path): string[] {
  let schema: unknown = topologySchema;
  for (const part of path) {
    const whole = bare(schema);
    if (whole instanceof z.ZodArray) schema = whole.element;
    else if (whole instanceof z.ZodObject) schema = whole.shape[part];
    else return [];
  }
  const found = bare(schema);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

function bare(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault)
    inner = inner.unwrap();
  return inner;
}

const examples: Readonly<Record<string, string>> = {
  version: 'version: 1',
  cluster: 'cluster: swarmlab',
  provider: 'provider: docker',
  name: 'name: core-01',
  role: 'role: manager',
  address: 'address: 172.17.8.101',
  host: 'host: 203.0.113.10',
  key: 'key: ~/.ssh/id_ed25519',
};

/** How to add what is required at `path` but is not there. */
export function missingFix(path: Path): string {
  const key = String(path.at(-1));
  if (key === 'nodes')
    return 'add a node: `nodes: [{ name: core-01, role: manager, address: 172.17.8.101 }]`';
  return `add \`${examples[key] ?? `${key}: ...`}\``;
}
