import { emitKeypressEvents } from 'node:readline';
import type { Io } from '../io.ts';

/** Reads single keys from a terminal until the returned function is called, which leaves it as it was. Ctrl-C is `ctrl-c`. */
export function readKeys({ stdin }: Pick<Io, 'stdin'>, onKey: (key: string) => void): () => void {
  const listen = (_text: unknown, key: { name?: string; ctrl?: boolean }) => {
    if (key.name) onKey(key.ctrl ? `ctrl-${key.name}` : key.name);
  };
  emitKeypressEvents(stdin);
  stdin.setRawMode?.(true);
  stdin.on('keypress', listen);
  stdin.resume();
  return () => {
    stdin.off('keypress', listen);
    stdin.setRawMode?.(false);
    stdin.pause();
  };
}
