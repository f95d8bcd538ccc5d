import { t } from 'ttag';
import * as z from 'zod';
import type { NodePlan } from '../../config/schema.ts';
import type { Runner } from '../../transport/runner.ts';
import type { KitFiles } from '../context.ts';
import type { Report } from '../provider.ts';
import { machinePrivileges } from './capabilities.ts';
import { type DockerCli, dockerFailed } from './docker-cli.ts';
import type { Fabric } from './fabric.ts';
import { ensureNodeImage } from './image.ts';
import { ensureNatNetwork } from './network.ts';

const hostSchema = z.object({
  ID: z.string(),
  NCPU: z.number(),
  MemoryLimit: z.boolean(),
  CpuCfsQuota: z.boolean(),
});

/** What machines stand on. */
export interface Ground {
  image: string;
  privileges: readonly string[];
  /** CPUs and memory that this host can hold a machine to. */
  limits(plan: Pick<NodePlan, 'cpus' | 'memory'>): { cpus: number | undefined; memory: number | undefined };
}

/** What preparing it needs. */
export interface GroundRequest {
  docker: DockerCli;
  runner: Runner;
  cacheFolder: string;
  fabric: Fabric;
  fabricStatus: string | undefined;
  report: Report;
  kit?: KitFiles | undefined;
}

/** Makes what all machines of the cluster share, as far as it is not there: the node image, both networks. */
export async function prepareGround(request: GroundRequest): Promise<Ground> {
  const { docker, cacheFolder, fabric, fabricStatus, report } = request;
  const [image, host] = await Promise.all([
    ensureNodeImage(request),
    askHost(docker),
    ensureNatNetwork(docker, report),
  ]);
  const [privileges] = await Promise.all([
    machinePrivileges(docker, { image, hostId: host.ID, cacheFolder }),
    fabric.ensure(fabricStatus, image),
  ]);
  return {
    image,
    privileges,
    limits: ({ cpus, memory }) => ({
      cpus: host.CpuCfsQuota ? Math.min(cpus, host.NCPU) : undefined,
      memory: host.MemoryLimit ? memory : undefined,
    }),
  };
}

async function askHost(docker: DockerCli): Promise<z.infer<typeof hostSchema>> {
  const args = ['info', '--format', '{{json .}}'];
  const result = await docker.run(args);
  const parsed = result.exitCode === 0 ? hostSchema.safeParse(JSON.parse(result.stdout)) : undefined;
  if (parsed?.success) return parsed.data;
  throw dockerFailed(args, result, {
    code: 'E_DOCKER_HOST',
    what: t`the Docker host does not say what it is`,
    fix: t`Look at \`docker info\`; swarmlab needs Docker Engine 20.10 or newer.`,
  });
}
