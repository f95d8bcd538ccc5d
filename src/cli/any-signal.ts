import { setMaxListeners } from 'node:events';

/** A signal that is aborted when one of these is. As many may listen to it as like: all nodes do at once, with some transfers each. */
export function anySignal(...signals: readonly AbortSignal[]): AbortSignal {
  const any = AbortSignal.any([...signals]);
  setMaxListeners(0, any);
  return any;
}
