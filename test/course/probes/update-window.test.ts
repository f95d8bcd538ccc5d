import test from 'ava';
import type { Task } from '../../../src/course/probes/engine-answers.ts';
import { updateWindow } from '../../../src/course/probes/update-window.ts';
import { time, updatedTasks, version1, version2, whoamiTask } from '../../_helpers/update-lab.ts';

const windowOf = (tasks: object[]) => updateWindow(tasks as Task[], version1, version2);
const seconds = (at: number) => Date.parse(time(at));

test('it begins with the first new task, and ends when the last one runs', (t) => {
  t.deepEqual(windowOf(updatedTasks()), { began: seconds(0), ended: seconds(50) });
});

test('a later update that failed and was rolled back does not change it', (t) => {
  const later = [
    ...updatedTasks().filter(({ Slot, Spec }) => Slot !== 5 || Spec.ContainerSpec.Image === version1),
    whoamiTask(5, { state: 'shutdown', created: 40, updated: 110 }),
    whoamiTask(5, { image: 'localhost/whoami:3', state: 'rejected', created: 105 }),
    whoamiTask(5, { created: 110, updated: 115 }),
  ];
  t.deepEqual(windowOf(later), { began: seconds(0), ended: seconds(44) });
});

test('of two updates the later one counts', (t) => {
  const again = [1, 2].flatMap((slot) => [
    whoamiTask(slot, { image: version1, state: 'shutdown', created: 100, updated: 200 }),
    whoamiTask(slot, { created: 199, updated: 205 }),
  ]);
  const first = updatedTasks().filter(({ Slot }) => Slot <= 2);
  t.deepEqual(windowOf([...first, ...again]), { began: seconds(199), ended: seconds(205) });
});

test('tasks that never ran the first image went through no update', (t) => {
  t.is(windowOf([1, 2, 3].map((slot) => whoamiTask(slot))), undefined);
  t.is(windowOf([]), undefined);
});
