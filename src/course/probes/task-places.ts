import { t } from 'ttag';
import { SwarmlabError } from '../../errors/index.ts';
import type { LabCluster, LabNode } from '../lab-cluster.ts';
import type { Task } from './engine-answers.ts';
import { nodeOf } from './service-state.ts';

/** A task's container, and the node that it runs on. */
export interface TaskPlace {
  task: Task;
  node: LabNode;
  /** The container's full id. */
  container: string;
}

/** What came of looking at one place. `unasked`: the node could not be asked. */
export type Looked<Answer> = { node: string } & (
  | { kind: 'answer'; answer: Answer }
  | { kind: 'unasked'; reason: string }
);

/** Where tasks run: those that have a container, on nodes of this cluster. */
export function placesOf(
  tasks: readonly Task[],
  { nodes }: Pick<LabCluster, 'nodes'>,
  nodeNames: ReadonlyMap<string, string>,
): TaskPlace[] {
  return tasks.flatMap((task) => {
    const node = nodes.find(({ name }) => name === nodeOf(task, nodeNames));
    const container = task.Status.ContainerStatus?.ContainerID;
    return node && container ? [{ task, node, container }] : [];
  });
}

/** Looks at all places at once; a node that cannot be asked is told by name, and does not keep the others from answering. */
export function lookAt<Place extends { node: LabNode }, Answer>(
  places: readonly Place[],
  look: (place: Place) => Promise<Answer>,
): Promise<Looked<Answer>[]> {
  return Promise.all(
    places.map(async (place): Promise<Looked<Answer>> => {
      const node = place.node.name;
      try {
        return { node, kind: 'answer', answer: await look(place) };
      } catch (error) {
        if (error instanceof SwarmlabError && error.code !== 'E_INTERRUPTED')
          return { node, kind: 'unasked', reason: error.message };
        throw error;
      }
    }),
  );
}

/** Why something could not be seen, for all nodes that could not be asked; undefined where all were. */
export function unaskedText(looked: readonly Looked<unknown>[]): string | undefined {
  const reasons = looked.flatMap((one) => {
    if (one.kind !== 'unasked') return [];
    const { node, reason } = one;
    return [reason.startsWith(node) ? reason : `${node}: ${reason}`];
  });
  const list = reasons.join('; ');
  return reasons.length > 0 ? t`could not ask every node: ${list}` : undefined;
}
