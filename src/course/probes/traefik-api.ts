import { t } from 'ttag';
import * as z from 'zod';
import type { LabCluster } from '../lab-cluster.ts';
import { type HttpAnswer, httpGet } from './http-get.ts';
import { everyNodeAsksEveryNode } from './reach.ts';

// Source: https://doc.traefik.io/traefik/reference/install-configuration/api-dashboard/ and traefik's pkg/api/handler_http.go
// (v3), the fields that checks read.

/** `GET /api/http/routers/NAME`. `status` is enabled, disabled or warning; the last two come with `error`. */
export const routerShape = z.object({
  name: z.string().optional(),
  rule: z.string().default(''),
  /** Without `@provider` where it is of the router's own provider. */
  service: z.string().default(''),
  status: z.string(),
  error: z.array(z.string()).nullish(),
  /** The ones asked for, whether there are such or not. */
  entryPoints: z.array(z.string()).nullish(),
});

/** `GET /api/http/services/NAME` of a service with a load balancer. */
export const serviceShape = z.object({
  name: z.string().optional(),
  status: z.string().optional(),
  error: z.array(z.string()).nullish(),
  loadBalancer: z
    .object({ servers: z.array(z.object({ url: z.string().default('') })).nullish() })
    .optional(),
});

export type TraefikRouter = z.infer<typeof routerShape>;
export type TraefikService = z.infer<typeof serviceShape>;

/**
 * What came of a question to Traefik's API. `absent`: it answered that there is no such thing; `silent`: nobody answers at
 * the API's port; `strange`: somebody answers there, but not as Traefik does; `unasked`: no node could be used to ask.
 */
export type Told<Thing> =
  | { kind: 'told'; thing: Thing }
  | { kind: 'absent' | 'silent' | 'strange' | 'unasked'; reason: string };

/** Milliseconds for one question. */
const patience = 3000;

/** Asks Traefik's API at its published port, on each node over the node's own address; any node's answer will do. */
export async function askTraefik<Thing>(
  { nodes }: Pick<LabCluster, 'nodes'>,
  port: number,
  path: string,
  shape: z.ZodType<Thing>,
): Promise<Told<Thing>> {
  const samples = await Promise.all(
    nodes.map(async (node) => {
      const [sample] = await everyNodeAsksEveryNode(
        { nodes: [node] },
        (from, to, signal) => httpGet(from, to.address, port, path, signal),
        patience,
      );
      return { node: node.name, result: sample?.result };
    }),
  );
  for (const { result } of samples) if (result?.kind === 'answer') return understand(result.answer, shape);
  const reasons = samples.map(
    ({ node, result }) => `${node}: ${result && 'reason' in result ? result.reason : t`no answer`}`,
  );
  const unasked = samples.every(({ result }) => result?.kind === 'unasked');
  return { kind: unasked ? 'unasked' : 'silent', reason: reasons.join('; ') };
}

function understand<Thing>({ status, body }: HttpAnswer, shape: z.ZodType<Thing>): Told<Thing> {
  const json = parseJson(body);
  const message = z.object({ message: z.string() }).safeParse(json);
  if (status === 404 && message.success) return { kind: 'absent', reason: message.data.message };
  const thing = shape.safeParse(json);
  if (status === 200 && thing.success) return { kind: 'told', thing: thing.data };
  const said = JSON.stringify(body.trim().slice(0, 60));
  return { kind: 'strange', reason: t`status ${status}, ${said}` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A name in the path of a question. Its `@` stays: not every Traefik decodes it. */
export function inPath(name: string): string {
  return encodeURIComponent(name).replaceAll('%40', '@');
}

/** `counter` of the provider that `counter@swarm` is of is `counter@swarm`. */
export function qualified(service: string, router: string): string {
  return service.includes('@') ? service : `${service}@${router.split('@')[1] ?? ''}`;
}
