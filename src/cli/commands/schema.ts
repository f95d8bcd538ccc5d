import { topologyJsonSchema } from '../../config/json-schema.ts';
import type { CommandContext } from '../context.ts';
import { print } from '../io.ts';

export async function schema({ io }: CommandContext): Promise<void> {
  print(io, JSON.stringify(topologyJsonSchema(), null, 2));
}
