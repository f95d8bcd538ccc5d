import { t } from 'ttag';
import * as z from 'zod';
import { allows, constraintsOf } from '../probes/constraints.ts';
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
    const bounds = constraints.join(', ') || t`none`;
    const workers = allowed.filter((node) => !isManager(node));
    const running = runningTasks({ tasks });
    const away = running
      .map(({ NodeID }) => nodes.find(({ ID }) => ID === NodeID))
      .filter((node) => node && !isManager(node));
    if (away.length > 0 || (allowed.length > 0 && workers.length === allowed.length)) {
      const where = [
        ...new Set((away.length > 0 ? away : workers).map((node) => node?.Description.Hostname)),
      ].sort();
      const places = where.join(', ');
      const message =
        away.length > 0
          ? t`${name} runs on ${places}, no manager; expected on a manager`
          : t`${name} may only run on ${places}, no manager; expected on a manager`;
      return { outcome: 'fail', reason: 'on-worker', message, settled: true };
    }
    if (workers.length > 0) {
      const names = workers
        .map(({ Description }) => Description.Hostname)
        .sort()
        .join(', ');
      const message = t`its constraints (${bounds}) would let ${name} move to ${names}; expected node.role==manager`;
      return { outcome: 'fail', reason: 'not-bound', message, settled: true };
    }
    if (running.length === 0) {
      const [newest] = tasks.toSorted((a, b) => b.CreatedAt.localeCompare(a.CreatedAt));
      const error = newest?.Status.Err ? `: ${newest.Status.Err}` : '';
      const message = newest
        ? t`${name} has no running task; its newest task is ${newest.Status.State}${error}; expected one on a manager`
        : t`${name} has no running task; expected one on a manager`;
      return { outcome: 'fail', reason: 'not-running', message };
    }
    const places = running.map(({ NodeID }) => nodes.find(({ ID }) => ID === NodeID)?.Description.Hostname);
    const where = places.sort().join(', ');
    return {
      outcome: 'pass',
      message: t`${name} runs on the manager ${where}, and stays on managers`,
    };
  },
  evidence: ({ service, tasks }) => ({
    constraints: service ? constraintsOf(service) : [],
    running: runningTasks({ tasks }).map(({ NodeID }) => NodeID),
  }),
});

function isManager({ Spec }: SwarmNode): boolean {
  return Spec?.Role === 'manager';
}
