import type { LabCluster } from '../lab-cluster.ts';
import { askTasks, type Network, type Service } from './engine-answers.ts';
import { isOn } from './network-state.ts';
import { runningTasks } from './service-state.ts';
import { placesOf, type TaskPlace } from './task-places.ts';

/**
 * A running task's container on each node that has one in the network, to look from there. Services that are on other networks,
 * too, see other addresses of theirs: they are taken only where there is no other.
 */
export async function placesInside(
  cluster: LabCluster,
  network: Network,
  services: readonly Service[],
  nodeNames: ReadonlyMap<string, string>,
): Promise<TaskPlace[]> {
  const on = services.filter((service) => isOn(service, network));
  const alone = on.filter(({ Spec }) => Spec.TaskTemplate.Networks?.length === 1);
  const chosen = alone.length > 0 ? alone : on;
  const tasks = (await Promise.all(chosen.map(({ ID }) => askTasks(cluster, ID)))).flat();
  const places = placesOf(runningTasks({ tasks }), cluster, nodeNames);
  return cluster.nodes.flatMap(({ name }) => places.find(({ node }) => node.name === name) ?? []);
}
