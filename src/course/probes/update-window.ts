import type { Task } from './engine-answers.ts';
import { imageOf } from './service-state.ts';

/** When an update was under way: milliseconds since 1970 by the manager's clock. */
export interface UpdateWindow {
  began: number;
  ended: number;
}

/**
 * When a service's tasks last went from one image to another, told from the tasks that the swarm remembers: an update's own
 * status is that of the newest update alone, which may have been a later one. Undefined where no slot has gone that way.
 * It began with the first new task, and ended when the last old one had gone and the last new one ran.
 */
export function updateWindow(tasks: readonly Task[], from: string, to: string): UpdateWindow | undefined {
  const slots = new Set(tasks.map(({ Slot }) => Slot));
  const ofSlot = (slot: Task['Slot']) => tasks.filter(({ Slot }) => Slot === slot);
  const steps = [...slots].flatMap((slot) => lastStep(ofSlot(slot), from, to) ?? []);
  if (steps.length === 0) return undefined;
  return {
    began: Math.min(...steps.map(({ next }) => Date.parse(next.CreatedAt))),
    ended: Math.max(
      ...steps.flatMap(({ old, next }) => [changedAt(old), isOver(next) ? 0 : changedAt(next)]),
    ),
  };
}

/** The last task of the one image and the first of the other after it; tasks of further images may lie between. */
function lastStep(slot: readonly Task[], from: string, to: string): { old: Task; next: Task } | undefined {
  const inOrder = slot.toSorted((a, b) => Date.parse(a.CreatedAt) - Date.parse(b.CreatedAt));
  const at = inOrder.findLastIndex(({ Spec }) => imageOf(Spec) === from);
  const old = inOrder[at];
  const next = inOrder.slice(at + 1).find(({ Spec }) => imageOf(Spec) === to);
  return old && next ? { old, next } : undefined;
}

/** A task that was replaced later: its last change is not the one that began its life. */
function isOver({ DesiredState }: Task): boolean {
  return DesiredState !== 'running';
}

function changedAt({ UpdatedAt, CreatedAt }: Task): number {
  return Date.parse(UpdatedAt || CreatedAt);
}
