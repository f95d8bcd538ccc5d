import { t } from 'ttag';
import type { Evidence } from '../checks/check-type.ts';
import type { LabCluster } from '../lab-cluster.ts';
import { askNodeNames, askServices, askTasks, type Service, type Task } from './engine-answers.ts';

/** A service at one moment. */
export interface ServiceState {
  /** Every service of the swarm. */
  services: readonly Service[];
  /** The one in question; absent where none has the name. */
  service?: Service;
  /** Its tasks, newest first; none where there is no service. */
  tasks: readonly Task[];
  /** Host names by node id. */
  nodeNames: ReadonlyMap<string, string>;
}

/** Observes the service with exactly this name. */
export async function observeService(cluster: LabCluster, name: string): Promise<ServiceState> {
  const [services, nodeNames] = await Promise.all([askServices(cluster), askNodeNames(cluster)]);
  const service = services.find(({ Spec }) => Spec.Name === name);
  if (!service) return { services, tasks: [], nodeNames };
  const tasks = await askTasks(cluster, service.ID);
  return { services, service, tasks: tasks.toSorted(newestFirst), nodeNames };
}

// Times are RFC 3339 in UTC with up to nine decimals, trailing zeros left out.
function newestFirst(a: Task, b: Task): number {
  return key(b).localeCompare(key(a));
}

function key({ CreatedAt }: Task): string {
  return CreatedAt.replace(/Z$/, '').padEnd(29, '0');
}

/** The tasks that run and shall run. */
export function runningTasks({ tasks }: Pick<ServiceState, 'tasks'>): Task[] {
  return tasks.filter(({ DesiredState, Status }) => DesiredState === 'running' && Status.State === 'running');
}

/**
 * Whether a node has refused a task because it lacks the image: the next one will be refused, too. What else a task is rejected for may
 * pass, as when a node that has just joined does not know a network yet.
 */
export function lacksImage({ Status }: Task): boolean {
  return Status.State === 'rejected' && /no such image/i.test(Status.Err ?? '');
}

/** The short container id of a task, which is its host name unless the service sets another; empty before it has one. */
export function shortContainerId({ Status }: Task): string {
  return Status.ContainerStatus?.ContainerID?.slice(0, 12) ?? '';
}

/** Where a task runs, by name. */
export function nodeOf(task: Task, names: ReadonlyMap<string, string>): string {
  return nodeNameOf(task, names) ?? t`no node yet`;
}

function nodeNameOf({ NodeID }: Task, names: ReadonlyMap<string, string>): string | undefined {
  return (NodeID && names.get(NodeID)) || NodeID || undefined;
}

/** What a judgement of a service rests on, for the record. */
export function serviceEvidence({ service, tasks, nodeNames }: ServiceState): Evidence {
  return {
    replicas: service?.Spec.Mode.Replicated?.Replicas,
    update: service?.UpdateStatus?.State,
    tasks: tasks.slice(0, 12).map((task) => ({
      slot: task.Slot,
      node: nodeNameOf(task, nodeNames) ?? 'no node yet',
      desired: task.DesiredState,
      state: task.Status.State,
      ...(task.Status.Err ? { error: task.Status.Err } : {}),
    })),
  };
}

/** What to say where there is no such service. */
export function noService(name: string, services: readonly Service[]): string {
  const seen = services.map(({ Spec }) => Spec.Name).sort();
  const list = seen.join(', ') || t`none`;
  return t`no service is named ${name} (services seen: ${list})`;
}

/** The image that a task or a service is to run, without the digest that a registry may have told. */
export function imageOf({ ContainerSpec }: { ContainerSpec?: { Image: string } | undefined }): string {
  return ContainerSpec?.Image.replace(/@sha256:.*$/, '') ?? '';
}
