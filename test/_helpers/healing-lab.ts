import { type Scene, serviceJson } from './lab-cluster.ts';

/** Ids of tasks have 25 letters; two words of a test make one. */
export function taskId(word: string): string {
  return word.padEnd(25, '0');
}

/** A task of timecheck as the Engine API gives it; `at`: seconds after the service was made. */
export function timecheckTask(
  changes: {
    id?: string;
    slot?: number;
    node?: 1 | 2 | 3;
    at?: number;
    image?: string;
    state?: string;
    desired?: string;
    exit?: number;
    pid?: number;
    container?: string;
  } = {},
) {
  const {
    id = 'a',
    slot = 1,
    node = 1,
    at = 0,
    image = 'localhost/timecheck:1.0',
    state = 'running',
  } = changes;
  const {
    desired = state === 'running' ? 'running' : 'shutdown',
    exit,
    pid = 0,
    container = `${id}`.padEnd(64, '1'),
  } = changes;
  return {
    ID: taskId(id),
    CreatedAt: new Date(began + at * 1000).toISOString(),
    Spec: { ContainerSpec: { Image: image } },
    Slot: slot,
    NodeID: `n${node}`,
    DesiredState: desired,
    Status: {
      State: state,
      ContainerStatus: {
        ContainerID: container,
        PID: pid,
        ...(exit === undefined ? {} : { ExitCode: exit }),
      },
    },
  };
}

const began = Date.parse('2026-01-01T10:00:00Z');

/** What the manager's clock says so many seconds after the service was made. */
export function clockAt(seconds: number): (path: string) => unknown {
  return (path) =>
    path === '/info' ? { SystemTime: new Date(began + seconds * 1000).toISOString() } : undefined;
}

/** The service timecheck with these tasks. */
export function timecheckScene(tasks: object[], scene: Scene = {}): Scene {
  return {
    services: () => [serviceJson({ name: 'timecheck', replicas: 3, ports: [] })],
    tasks: () => tasks,
    ...scene,
  };
}
