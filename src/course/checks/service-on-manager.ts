import * as z from 'zod';
import {
  askNodes,
  askServices,
  askTasks,
  type Service,
  type SwarmNode,
  type Task,
} from '../probes/engine-answers.ts';
import { noService, runningTasks } from '../probes/service-state.ts';
import { defineCheck } from './check-type.ts';

const params = z.strictObject({ service: z.string().min(1) });

/** The services, the tasks of the one in question, and the nodes. */
export interface PlacementSeen {
  services: readonly Service[];
  service?: Service;
  tasks: readonly Task[];
  nodes: readonly SwarmNode[];
}

/** A service's tasks run on managers, and its constraints let them run nowhere else. */
export const serviceOnManager = defineCheck({
  name: 'service-on-manager',
  params,
  reasons: ['no-service', 'not-running', 'on-worker', 'not-bound'],
  async probe(cluster, { service: name }): Promise<PlacementSeen> {
    const [services, nodes] = await Promise.all([askServices(cluster), askNodes(cluster)]);
    const service = services.find(({ Spec }) => Spec.Name === name);
    if (!service) return { services, nodes, tasks: [] };
    return { services, service, nodes, tasks: await askTasks(cluster, service.ID) };
  },
  judge({ service: name }, { services, service, tasks, nodes }) {
    if (!service)
      return { outcome: 'fail', reason: 'no-service', message: noService(name, services), settled: true };
    const constraints = constraintsOf(service);
    const allowed = nodes.filter((node) => constraints.every((one) => allows(one, node)));
    const tied = `its constraints (${constraints.join(', ') || 'none'})`;
    const workers = allowed.filter((node) => !isManager(node));
    const running = runningTasks({ tasks });
    const away = running
      .map(({ NodeID }) => nodes.find(({ ID }) => ID === NodeID))
      .filter((node) => node && !isManager(node));
    if (away.length > 0 || (allowed.length > 0 && workers.length === allowed.length)) {
      const where = [
        ...new Set((away.length > 0 ? away : workers).map((node) => node?.Description.Hostname)),
      ].sort();
      const verb = away.length > 0 ? 'runs on' : 'may only run on';
      const message = `${name} ${verb} ${where.join(', ')}, no manager; expected on a manager`;
      return { outcome: 'fail', reason: 'on-worker', message, settled: true };
    }
    if (workers.length > 0) {
      const names = workers.map(({ Description }) => Description.Hostname).sort();
      const message = `${tied} would let ${name} move to ${names.join(', ')}; expected node.role==manager`;
      return { outcome: 'fail', reason: 'not-bound', message, settled: true };
    }
    if (running.length === 0) {
      const [newest] = tasks.toSorted((a, b) => b.CreatedAt.localeCompare(a.CreatedAt));
      const said = newest ? `; its newest task is ${newest.Status.State}` : '';
      const error = newest?.Status.Err ? `: ${newest.Status.Err}` : '';
      const message = `${name} has no running task${said}${error}; expected one on a manager`;
      return { outcome: 'fail', reason: 'not-running', message };
    }
    const places = running.map(({ NodeID }) => nodes.find(({ ID }) => ID === NodeID)?.Description.Hostname);
    return {
      outcome: 'pass',
      message: `${name} runs on the manager ${places.sort().join(', ')}, and stays on managers`,
    };
  },
  evidence: ({ service, tasks }) => ({
    constraints: service ? constraintsOf(service) : [],
    running: runningTasks({ tasks }).map(({ NodeID }) => NodeID),
  }),
});

function constraintsOf({ Spec }: Service): readonly string[] {
  return Spec.TaskTemplate.Placement?.Constraints ?? [];
}

function isManager({ Spec }: SwarmNode): boolean {
  return Spec?.Role === 'manager';
}

/**
 * Whether a constraint lets tasks run on a node; one that is about something else (the platform, the engine's labels) rules
 * nothing out here. Source: https://docs.docker.com/reference/cli/docker/service/create/#constraint
 */
function allows(constraint: string, { ID, Spec, Description }: SwarmNode): boolean {
  const [, key = '', operator = '', wanted = ''] =
    /^\s*([^=!\s]+)\s*(==|!=)\s*(.*?)\s*$/.exec(constraint) ?? [];
  const [, label] = /^node\.labels\.(.+)$/.exec(key) ?? [];
  const values: Record<string, string | undefined> = {
    'node.id': ID,
    'node.role': Spec?.Role,
    'node.hostname': Description.Hostname,
    ...(label ? { [key]: Spec?.Labels?.[label] ?? '' } : {}),
  };
  const value = values[key];
  if (value === undefined) return true;
  return (value.toLowerCase() === wanted.toLowerCase()) === (operator === '==');
}
