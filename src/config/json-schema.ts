import * as z from 'zod';
import { topologySchema } from './schema.ts';

/** Where `swarmlab init` puts the schema for editors, relative to swarmlab.yaml. */
export const schemaFile = '.swarmlab/swarmlab.schema.json';

/** The JSON schema (draft 7, which every editor reads) of what one may write in swarmlab.yaml: defaults are optional. */
export function topologyJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(topologySchema, { io: 'input', target: 'draft-7' });
  return {
    $schema,
    $id: 'urn:swarmlab:topology:1',
    title: 'swarmlab.yaml',
    description: 'A Docker Swarm cluster for Swarmlab',
    ...schema,
  };
}
