import { t } from 'ttag';
import * as z from 'zod';
import { SwarmlabError } from '../../errors/index.ts';
import type { LabCluster } from '../lab-cluster.ts';

// Source of all shapes here: https://docs.docker.com/reference/api/engine/ (1.41 and later), the fields that checks read.

const publishedPort = z.object({
  Protocol: z.string().default('tcp'),
  TargetPort: z.int(),
  PublishedPort: z.int().optional(),
  PublishMode: z.string().default('ingress'),
});

const secretMount = z.object({
  SecretID: z.string(),
  SecretName: z.string(),
  /** Absent for secrets that a driver of the engine reads. `Name` is the target: a file in /run/secrets, or a whole path. */
  File: z.object({ Name: z.string() }).nullish(),
});

const labels = z.record(z.string(), z.string()).nullish();

const configMount = z.object({
  ConfigID: z.string(),
  ConfigName: z.string().default(''),
  /** Absent for a config that only holds a credential spec. `Name` is the target's path. */
  File: z.object({ Name: z.string() }).nullish(),
});

const memory = z.object({ MemoryBytes: z.number().default(0) }).nullish();

const taskTemplate = z.object({
  ContainerSpec: z
    .object({
      /** May end with `@sha256:...` where a registry told the digest. */
      Image: z.string().default(''),
      Env: z.array(z.string()).nullish(),
      Args: z.array(z.string()).nullish(),
      /** Of the containers; the service's own stand in `Spec.Labels`. */
      Labels: labels,
      Mounts: z.array(z.object({ Source: z.string().optional(), Target: z.string().optional() })).nullish(),
      Secrets: z.array(secretMount).nullish(),
      Configs: z.array(configMount).nullish(),
      /** `["NONE"]` where the image's own health check is switched off. */
      Healthcheck: z.object({ Test: z.array(z.string()).nullish() }).nullish(),
    })
    .optional(),
  Networks: z.array(z.object({ Target: z.string() })).nullish(),
  /** Where the service chose one; else the engine's own. */
  LogDriver: z.object({ Name: z.string().default('') }).nullish(),
  Placement: z.object({ Constraints: z.array(z.string()).nullish() }).nullish(),
  /** In bytes. Reserved memory is what the scheduler counts, a limit what the kernel enforces. */
  Resources: z.object({ Reservations: memory, Limits: memory }).partial().nullish(),
});

/** A zero is left out. */
const iteration = z.object({ Index: z.int().default(0) }).nullish();

const service = z.object({
  ID: z.string(),
  /** By the manager's clock, as the times of tasks. */
  CreatedAt: z.string().default(''),
  Spec: z.object({
    Name: z.string(),
    Labels: labels,
    TaskTemplate: taskTemplate.default({}),
    Mode: z.object({
      Replicated: z.object({ Replicas: z.int().default(0) }).optional(),
      Global: z.unknown().optional(),
      ReplicatedJob: z.object({ TotalCompletions: z.int().default(1) }).optional(),
    }),
    EndpointSpec: z
      .object({ Mode: z.string().default('vip'), Ports: z.array(publishedPort).nullish() })
      .optional(),
    /** Parallelism 0: all at once. */
    UpdateConfig: z.object({ Parallelism: z.int().default(1) }).nullish(),
  }),
  /** What a rollback by hand would go back to; an automatic one leaves none. */
  PreviousSpec: z.unknown().optional(),
  /** What the swarm gave; the spec is what was asked for. */
  Endpoint: z
    .object({
      Ports: z.array(publishedPort).nullish(),
      VirtualIPs: z.array(z.object({ NetworkID: z.string(), Addr: z.string().default('') })).nullish(),
    })
    .optional(),
  UpdateStatus: z.object({ State: z.string().optional(), Message: z.string().optional() }).optional(),
  /** A job's alone: how often it was run, counted from 0. */
  JobStatus: z.object({ JobIteration: iteration }).nullish(),
});

const task = z.object({
  ID: z.string(),
  /** By the manager's clock, as UpdatedAt; what a task's own node says of time is by that node's. */
  CreatedAt: z.string().default(''),
  UpdatedAt: z.string().default(''),
  Spec: z
    .object({
      ContainerSpec: z
        .object({
          Image: z.string().default(''),
          Env: z.array(z.string()).nullish(),
          Secrets: z.array(secretMount).nullish(),
          Configs: z.array(configMount).nullish(),
        })
        .optional(),
    })
    .default({}),
  Slot: z.int().optional(),
  /** A job's alone: the run that it belongs to. */
  JobIteration: iteration,
  NodeID: z.string().optional(),
  DesiredState: z.string(),
  Status: z.object({
    State: z.string(),
    Err: z.string().optional(),
    ContainerStatus: z
      .object({ ContainerID: z.string().optional(), ExitCode: z.int().optional(), PID: z.int().optional() })
      .nullish(),
  }),
  /** Addresses are written with their prefix length, as in `10.20.1.5/24`. */
  NetworksAttachments: z
    .array(
      z.object({
        Network: z.object({ ID: z.string(), Spec: z.object({ Name: z.string() }).optional() }),
        Addresses: z.array(z.string()).nullish(),
      }),
    )
    .nullish(),
});

const network = z.object({
  Id: z.string(),
  Name: z.string(),
  Driver: z.string(),
  Scope: z.string(),
  Attachable: z.boolean().default(false),
});

/** `Data`: its content in base64; unlike a secret's, the engine gives it. */
const config = z.object({
  ID: z.string(),
  Spec: z.object({ Name: z.string(), Data: z.string().default('') }),
});

const secret = z.object({ ID: z.string(), Spec: z.object({ Name: z.string() }) });

const node = z.object({
  ID: z.string(),
  /** When it joined, by the manager's clock. */
  CreatedAt: z.string().default(''),
  Spec: z.object({ Role: z.string(), Labels: labels, Availability: z.string().default('active') }).optional(),
  Description: z.object({ Hostname: z.string() }),
  Status: z.object({ State: z.string().default('ready') }).default({ State: 'ready' }),
  /** Absent where it has no vote. */
  ManagerStatus: z
    .object({ Leader: z.boolean().default(false), Reachability: z.string().default('unknown') })
    .nullish(),
});

export type Service = z.infer<typeof service>;
export type PublishedPort = z.infer<typeof publishedPort>;
/** A task. `Slot` is absent for tasks of global services. */
export type Task = z.infer<typeof task>;
/** A network, of the swarm or of the manager alone. */
export type Network = z.infer<typeof network>;
/** A node of the swarm. */
export type SwarmNode = z.infer<typeof node>;
/** A secret's name and id; no engine ever gives its value. */
export type Secret = z.infer<typeof secret>;
/** A config and what is in it. */
export type Config = z.infer<typeof config>;
/** A secret as a service gets it. */
export type SecretMount = z.infer<typeof secretMount>;

/** All services of the swarm. */
export function askServices(cluster: LabCluster): Promise<Service[]> {
  return ask(cluster, '/services', z.array(service));
}

/** A service's spec as the engine gives it, with all that it holds. It may hold what is nobody's business: keep it from records. */
export async function askServiceSpec(cluster: LabCluster, serviceId: string): Promise<unknown> {
  return (await ask(cluster, `/services/${serviceId}`, z.object({ Spec: z.unknown() }))).Spec;
}

/** A service's tasks, old ones too. */
export function askTasks(cluster: LabCluster, serviceId: string): Promise<Task[]> {
  const filters = encodeURIComponent(JSON.stringify({ service: [serviceId] }));
  return ask(cluster, `/tasks?filters=${filters}`, z.array(task));
}

/** All networks that the manager has. */
export function askNetworks(cluster: LabCluster): Promise<Network[]> {
  return ask(cluster, '/networks', z.array(network));
}

/** All configs of the swarm, with their content. */
export function askConfigs(cluster: LabCluster): Promise<Config[]> {
  return ask(cluster, '/configs', z.array(config));
}

/** All secrets of the swarm. */
export function askSecrets(cluster: LabCluster): Promise<Secret[]> {
  return ask(cluster, '/secrets', z.array(secret));
}

/** All nodes of the swarm. */
export function askNodes(cluster: LabCluster): Promise<SwarmNode[]> {
  return ask(cluster, '/nodes', z.array(node));
}

/** Host names of the swarm's nodes by node id. */
export async function askNodeNames(cluster: LabCluster): Promise<ReadonlyMap<string, string>> {
  return new Map((await askNodes(cluster)).map(({ ID, Description }) => [ID, Description.Hostname]));
}

async function ask<T>(cluster: LabCluster, path: string, shape: z.ZodType<T>): Promise<T> {
  return shaped(path, await cluster.manager.get(path), shape);
}

/** What an engine answered to `GET path`, once it has the shape that we know; else E_ENGINE_API. */
export function shaped<T>(path: string, answered: unknown, shape: z.ZodType<T>): T {
  const answer = shape.safeParse(answered);
  if (answer.success) return answer.data;
  const [issue] = answer.error.issues;
  const where = issue?.path.join('.') || t`its top`;
  const what = issue?.message;
  throw new SwarmlabError(
    'E_ENGINE_API',
    t`Docker Engine answered GET ${path} with something unexpected at ${where}: ${what}`,
    {
      fix: t`Report this with the version that \`swarmlab status\` shows for the engine.`,
      cause: answer.error,
    },
  );
}
