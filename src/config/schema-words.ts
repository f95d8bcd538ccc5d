import * as z from 'zod';
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
