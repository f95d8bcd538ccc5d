import type { Behaviour, Scene } from './lab-cluster.ts';
import { serviceJson } from './lab-cluster.ts';

export const version1 = 'localhost/whoami:1';
export const version2 = 'localhost/whoami:2';

/** The service whoami as the Engine API gives it; without changes: five replicas of version 2, the update completed. */
export function whoamiService(
  changes: {
    image?: string;
    replicas?: number;
    global?: boolean;
    update?: string;
    parallelism?: number;
    healthcheck?: string[];
    previous?: object;
  } = {},
) {
  const { image = version2, replicas = 5, global, update, parallelism, healthcheck, previous } = changes;
  const plain = serviceJson({ replicas, update: update ?? 'completed' });
  return {
    ...plain,
    Spec: {
      ...plain.Spec,
      ...(global ? { Mode: { Global: {} } } : {}),
      TaskTemplate: {
        ContainerSpec: { Image: image, ...(healthcheck ? { Healthcheck: { Test: healthcheck } } : {}) },
      },
      ...(parallelism === undefined ? {} : { UpdateConfig: { Parallelism: parallelism } }),
    },
    ...(previous ? { PreviousSpec: previous } : {}),
  };
}

/** The short container id of the task of a slot: `bbbbbbbbbbb2` for slot 2. */
export function idOf(slot: number, version = 'b'): string {
  return `${version.repeat(11)}${slot}`;
}

/** A task of whoami. `node`: 1 to 3; `created` and `updated`: seconds after 10:00. */
export function whoamiTask(
  slot: number,
  changes: {
    node?: number;
    image?: string;
    state?: string;
    err?: string;
    created?: number;
    updated?: number;
    id?: string;
  } = {},
) {
  const { image = version2, node = 1 + ((slot - 1) % 3), state = 'running', err } = changes;
  const { created = 0, updated = created + 3, id = idOf(slot) } = changes;
  return {
    ID: `task-${slot}-${image}-${created}`,
    CreatedAt: time(created),
    UpdatedAt: time(updated),
    Spec: { ContainerSpec: { Image: image } },
    Slot: slot,
    NodeID: `n${node}`,
    DesiredState: state === 'running' ? 'running' : 'shutdown',
    Status: {
      State: state,
      ...(err ? { Err: err } : {}),
      ContainerStatus: { ContainerID: id.padEnd(64, '0') },
    },
  };
}

/** So many seconds after 10:00, as the Engine API writes it. */
export function time(seconds: number): string {
  return new Date(Date.UTC(2026, 0, 1, 10, 0, seconds)).toISOString();
}

const slots = [1, 2, 3, 4, 5];

/** Five tasks of version 2 that replaced five of version 1: slot after slot, from 0 s to 50 s after 10:00. */
export function updatedTasks() {
  return slots.flatMap((slot) => [
    whoamiTask(slot, { created: (slot - 1) * 10, updated: slot * 10 }),
    whoamiTask(slot, {
      image: version1,
      state: 'shutdown',
      created: -600,
      updated: slot * 10 - 6,
      id: idOf(slot, 'a'),
    }),
  ]);
}

/** An HTTP answer with a body. */
export function answers(body: string, status = '200 OK'): Behaviour {
  return { http: `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n${body}` };
}

/** Each connection is answered by the next of these, as a routing mesh does it. */
export function inTurn(...bodies: string[]): Scene['behaves'] {
  const turns = new Map<string, number>();
  return (_from, to) => {
    const turn = turns.get(to) ?? 0;
    turns.set(to, turn + 1);
    return answers(`${bodies[turn % bodies.length]}\n`);
  };
}
