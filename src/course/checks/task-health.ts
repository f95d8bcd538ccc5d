import { t } from 'ttag';
import * as z from 'zod';
import { SwarmlabError } from '../../errors/index.ts';
import type { LabCluster } from '../lab-cluster.ts';
import {
  nodeOf,
  noService,
  observeService,
  runningTasks,
  type ServiceState,
} from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({ service: z.string().min(1) });

// Source: https://docs.docker.com/reference/api/engine/, GET /containers/{id}/json. Without a health check there is no Health,
// or its status is `none`.
const container = z.object({
  State: z.object({ Health: z.object({ Status: z.string() }).nullish() }),
});

const unclear = 'in an unknown state';

/** One running task: its node, and what that node's engine says of its health. */
interface TaskHealth {
  node: string;
  status: string;
}

/** What was seen: the service and the health of each running task. */
export interface HealthSeen {
  state: ServiceState;
  tasks: readonly TaskHealth[];
}

/** Every running task has a health check, and the engine of its node finds it healthy. */
export const taskHealth = defineCheck({
  name: 'task-health',
  params,
  reasons: ['no-service', 'no-task', 'no-healthcheck', 'not-healthy'],
  async probe(cluster, { service }): Promise<HealthSeen> {
    const state = await observeService(cluster, service);
    const tasks = runningTasks(state).map(async (task): Promise<TaskHealth> => {
      const node = nodeOf(task, state.nodeNames);
      return { node, status: await healthOf(cluster, node, task.Status.ContainerStatus?.ContainerID ?? '') };
    });
    return { state, tasks: await Promise.all(tasks) };
  },
  judge({ service: name }, { state, tasks }) {
    if (!state.service)
      return {
        outcome: 'fail',
        reason: 'no-service',
        message: noService(name, state.services),
        settled: true,
      };
    if (tasks.length === 0)
      return {
        outcome: 'fail',
        reason: 'no-task',
        message: t`${name} has no running task; expected healthy ones`,
      };
    const without = tasks.filter(({ status }) => status === 'none');
    if (without.length > 0) {
      const message = t`${without.length} of ${tasks.length} running tasks of ${name} have no health check; expected all healthy`;
      return { outcome: 'fail', reason: 'no-healthcheck', message, settled: true };
    }
    const ill = tasks.filter(({ status }) => status !== 'healthy');
    if (ill.length > 0) {
      const seen = ill
        .map(({ node, status }) => {
          const state = status === unclear ? t`in an unknown state` : status;
          return t`one on ${node} is ${state}`;
        })
        .join(', ');
      const message = t`${name}: of ${tasks.length} running tasks ${seen}; expected all healthy`;
      return { outcome: 'fail', reason: 'not-healthy', message };
    }
    return { outcome: 'pass', message: t`all ${tasks.length} running tasks of ${name} are healthy` };
  },
  evidence: ({ tasks }) => ({ tasks }),
});

/** Asks the engine that runs the container. */
async function healthOf({ nodes }: LabCluster, name: string, id: string): Promise<string> {
  const node = nodes.find((it) => it.name === name);
  if (!node)
    throw new SwarmlabError('E_SWARM', t`a task runs on ${name}, which is no node of this cluster`, {
      fix: t`Look at \`docker node ls\`.`,
    });
  const answer = container.safeParse(await node.engine.get(`/containers/${id}/json`));
  return answer.success ? (answer.data.State.Health?.Status ?? 'none') : unclear;
}
