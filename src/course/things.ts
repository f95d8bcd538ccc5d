import { t } from 'ttag';
import * as z from 'zod';
import type { EngineApi } from '../cluster/engine-api.ts';
import { SwarmlabError } from '../errors/index.ts';

/** A node as far as its things go; a ClusterNode that is connected is one. */
export interface EngineNode {
  name: string;
  engine: Pick<EngineApi, 'get' | 'post' | 'delete'>;
}

export const kinds = ['service', 'secret', 'config', 'network', 'volume', 'image', 'container'] as const;
export type Kind = (typeof kinds)[number];

/** Anything that an engine or the swarm keeps. */
export interface Thing {
  kind: Kind;
  id: string;
  name: string;
  labels: Readonly<Record<string, string>>;
  /** The node that has it; absent for what the swarm as a whole has. */
  node?: string;
  /** A network's: a node shows those of the swarm, too, while something there uses them. */
  scope?: string;
  /** A container's: the networks that it is on, by id. */
  networks?: readonly string[];
  /** A container's: whether it runs. */
  runs?: boolean;
}

/** What stands on a task's container. */
export const taskLabels = {
  service: 'com.docker.swarm.service.id',
  serviceName: 'com.docker.swarm.service.name',
} as const;

/** What `docker stack deploy` writes on all that it makes. */
export const stackLabel = 'com.docker.stack.namespace';

/** Whether two entries are one thing: a node's view of a swarm's network has the network's id. */
export function thingKey({ kind, id, node }: Thing): string {
  return `${kind} ${id} ${node ?? ''}`;
}

// Source of all shapes: https://docs.docker.com/reference/api/engine/ (1.41 and later).
const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((given) => given ?? {});
const spec = z.object({ ID: z.string(), Spec: z.object({ Name: z.string(), Labels: labels }) });
const network = z.object({ Id: z.string(), Name: z.string(), Scope: z.string(), Labels: labels });
const volume = z.object({ Name: z.string(), Labels: labels });
const image = z.object({ Id: z.string(), RepoTags: z.array(z.string()).nullish() });
const container = z.object({
  Id: z.string(),
  Names: z.array(z.string()).nullish(),
  State: z.string(),
  Labels: labels,
  NetworkSettings: z
    .object({ Networks: z.record(z.string(), z.object({ NetworkID: z.string() })).nullish() })
    .nullish(),
});
const info = z.object({
  Swarm: z.object({ ControlAvailable: z.boolean().nullish(), LocalNodeState: z.string().default('') }),
});

/** A manager with a say, or `undefined` where no node is in a swarm. Throws E_SWARM where a swarm has none. */
export async function managerOf<Node extends EngineNode>(nodes: readonly Node[]): Promise<Node | undefined> {
  const infos = await Promise.all(
    nodes.map(async (node) => ({ node, swarm: (await ask(node, '/info', info)).Swarm })),
  );
  const manager = infos.find(({ swarm }) => swarm.ControlAvailable);
  const member = infos.find(({ swarm }) => swarm.LocalNodeState !== 'inactive');
  if (manager || !member) return manager?.node;
  throw new SwarmlabError('E_SWARM', t`${member.node.name} is in a swarm, and no manager of it answers`, {
    fix: t`Run \`swarmlab up\`, which says what is wrong with it.`,
  });
}

/** Everything that the swarm and all its nodes have, all asked at once. Throws E_ENGINE_API. */
export async function allThings(
  nodes: readonly EngineNode[],
  manager: EngineNode | undefined,
): Promise<Thing[]> {
  const asked = [...(manager ? [swarmThings(manager)] : []), ...nodes.map((node) => nodeThings(node))];
  return (await Promise.all(asked)).flat();
}

async function swarmThings(manager: EngineNode): Promise<Thing[]> {
  const named = async (kind: Kind, path: string): Promise<Thing[]> =>
    (await ask(manager, path, z.array(spec))).map(({ ID, Spec }) => ({
      kind,
      id: ID,
      name: Spec.Name,
      labels: Spec.Labels,
    }));
  const networks = async () =>
    (await askNetworks(manager)).flatMap(({ node, ...thing }) => (thing.scope === 'swarm' ? [thing] : []));
  const lists = [
    named('service', '/services'),
    named('secret', '/secrets'),
    named('config', '/configs'),
    networks(),
  ];
  return (await Promise.all(lists)).flat();
}

async function nodeThings(node: EngineNode): Promise<Thing[]> {
  const volumes = async (): Promise<Thing[]> => {
    const answer = await ask(node, '/volumes', z.object({ Volumes: z.array(volume).nullish() }));
    return (answer.Volumes ?? []).map(({ Name, Labels }) => ({
      kind: 'volume',
      id: Name,
      name: Name,
      labels: Labels,
      node: node.name,
    }));
  };
  const images = async (): Promise<Thing[]> =>
    (await ask(node, '/images/json', z.array(image))).flatMap(({ Id, RepoTags }) =>
      (RepoTags?.length ? RepoTags : [Id]).map((name): Thing => {
        return { kind: 'image', id: Id, name, labels: {}, node: node.name };
      }),
    );
  const containers = async (): Promise<Thing[]> =>
    (await ask(node, '/containers/json?all=true', z.array(container))).map((one) => ({
      kind: 'container',
      id: one.Id,
      name: one.Names?.[0]?.replace(/^\//, '') ?? one.Id.slice(0, 12),
      labels: one.Labels,
      node: node.name,
      networks: Object.values(one.NetworkSettings?.Networks ?? {}).map(({ NetworkID }) => NetworkID),
      runs: one.State === 'running',
    }));
  return (await Promise.all([askNetworks(node), volumes(), images(), containers()])).flat();
}

async function askNetworks(node: EngineNode): Promise<Thing[]> {
  return (await ask(node, '/networks', z.array(network))).map(({ Id, Name, Scope, Labels }) => ({
    kind: 'network',
    id: Id,
    name: Name,
    labels: Labels,
    node: node.name,
    scope: Scope,
  }));
}

async function ask<T>({ name, engine }: EngineNode, path: string, shape: z.ZodType<T>): Promise<T> {
  const answer = shape.safeParse(await engine.get(path));
  if (answer.success) return answer.data;
  const [issue] = answer.error.issues;
  throw new SwarmlabError(
    'E_ENGINE_API',
    `${name}: Docker Engine answered GET ${path} with something unexpected at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`,
    { fix: 'Report this with the version that `swarmlab status` shows for the engine.', cause: answer.error },
  );
}
