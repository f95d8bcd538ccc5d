import * as z from 'zod';
import { labSchema } from './lab-schema.ts';

/** Where `lab new` puts the schema for editors: in the folder of the labs. */
export const labSchemaFile = 'lab.schema.json';

/** The JSON schema (draft 7, which every editor reads) of what one may write in lab.yaml: defaults are optional. */
export function labJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(labSchema, { io: 'input', target: 'draft-7' });
  return { $schema, $id: 'urn:swarmlab:lab:1', title: 'lab.yaml', ...schema };
}
