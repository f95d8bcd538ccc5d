import { z } from 'zod';
import { SwarmlabError } from '../../errors/index.ts';
import type { LabCluster } from '../lab-cluster.ts';

// Source of all shapes here: https://docs.docker.com/reference/api/engine/ (1.41 and later), the fields that checks read.

const publishedPort = z.object({
  Protocol: z.string().default('tcp'),
  TargetPort: z.int(),
  PublishedPort: z.int().optional(),
  PublishMode: z.string().default('ingress'),
});

const service = z.object({
  ID: z.string(),
  Spec: z.object({
    Name: z.string(),
    Mode: z.object({
      Replicated: z.object({ Replicas: z.int().default(0) }).optional(),
      Global: z.unknown().optional(),
    }),
    EndpointSpec: z.object({ Ports: z.array(publishedPort).nullish() }).optional(),
  }),
  /** What the swarm gave; the spec is what was asked for. */
  Endpoint: z.object({ Ports: z.array(publishedPort).nullish() }).optional(),
  UpdateStatus: z.object({ State: z.string().optional(), Message: z.string().optional() }).optional(),
});

const task = z.object({
  ID: z.string(),
  CreatedAt: z.string().default(''),
  Slot: z.int().optional(),
  NodeID: z.string().optional(),
  DesiredState: z.string(),
  Status: z.object({
    State: z.string(),
    Err: z.string().optional(),
    ContainerStatus: z.object({ ContainerID: z.string().optional() }).nullish(),
  }),
});

const node = z.object({ ID: z.string(), Description: z.object({ Hostname: z.string() }) });

export type Service = z.infer<typeof service>;
export type PublishedPort = z.infer<typeof publishedPort>;
/** A task. `Slot` is absent for tasks of global services. */
export type Task = z.infer<typeof task>;

/** All services of the swarm. */
export function askServices(cluster: LabCluster): Promise<Service[]> {
  return ask(cluster, '/services', z.array(service));
}

/** A service's tasks, old ones too. */
export function askTasks(cluster: LabCluster, serviceId: string): Promise<Task[]> {
  const filters = encodeURIComponent(JSON.stringify({ service: [serviceId] }));
  return ask(cluster, `/tasks?filters=${filters}`, z.array(task));
}

/** Host names of the swarm's nodes by node id. */
export async function askNodeNames(cluster: LabCluster): Promise<ReadonlyMap<string, string>> {
  const nodes = await ask(cluster, '/nodes', z.array(node));
  return new Map(nodes.map(({ ID, Description }) => [ID, Description.Hostname]));
}

async function ask<T>(cluster: LabCluster, path: string, shape: z.ZodType<T>): Promise<T> {
  const answer = shape.safeParse(await cluster.manager.get(path));
  if (answer.success) return answer.data;
  const [issue] = answer.error.issues;
  throw new SwarmlabError(
    'E_ENGINE_API',
    `Docker Engine answered GET ${path} with something unexpected at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`,
    { fix: 'Report this with the version that `swarmlab status` shows for the engine.', cause: answer.error },
  );
}
