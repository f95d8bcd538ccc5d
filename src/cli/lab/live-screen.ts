import { createLogUpdate } from 'log-update';
import type { Io } from '../io.ts';
import type { Screen } from './watch-session.ts';

/** A screen on standard output; undefined where that is no terminal. */
export function liveScreen({ stdout }: Pick<Io, 'stdout'>): Screen | undefined {
  if (!stdout.isTTY) return undefined;
  const update = createLogUpdate(stdout as NodeJS.WriteStream);
  return { draw: (text) => update(text), end: () => update.done() };
}
