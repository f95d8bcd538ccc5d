import type { Task } from './engine-answers.ts';

/** A task and the one that took its place, in the same slot. */
export interface Succession {
  old: Task;
  next: Task;
}

/** Every task that was replaced, with its successor; the newest successions first. The swarm remembers the last five tasks of a slot. */
export function successions(tasks: readonly Task[]): Succession[] {
  const slots = new Set(tasks.map(({ Slot }) => Slot));
  const found = [...slots].flatMap((slot) => {
    const inOrder = tasks.filter(({ Slot }) => Slot === slot).toSorted((a, b) => madeAt(a) - madeAt(b));
    return inOrder.flatMap((next, at) => {
      const old = inOrder[at - 1];
      return old ? [{ old, next }] : [];
    });
  });
  return found.sort((a, b) => madeAt(b.next) - madeAt(a.next));
}

/** When the manager made a task, in milliseconds since 1970. */
export function madeAt({ CreatedAt }: Task): number {
  return Date.parse(CreatedAt);
}
