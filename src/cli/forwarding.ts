import { t } from 'ttag';
import { type Forward, openForward } from '../cluster/forward.ts';
import type { ClusterNode } from '../cluster/node.ts';
import type { SwarmlabError } from '../errors/index.ts';
import type { CommandContext } from './context.ts';
import { note, print } from './io.ts';
import { printError } from './print-error.ts';

/** What to forward to a node: the port there, the one here if it must be a certain one, and how its URL begins. */
export interface Wanted {
  port: number;
  local?: number;
  scheme?: 'http' | 'https';
}

/** Opens a forward to a connected node and prints its URL. A refusal is explained once, until a connection went through. */
export async function showForward(
  { io, signal }: CommandContext,
  node: ClusterNode,
  { port, local, scheme = 'http' }: Wanted,
): Promise<Forward & { readonly url: string }> {
  let explained = '';
  const forward = await openForward({
    remote: node.remote,
    address: node.plan.address,
    port,
    ...(local === undefined ? {} : { local }),
    onRefused(error: SwarmlabError) {
      if (explained !== error.message && !signal.aborted) printError(io, error);
      explained = error.message;
    },
    onConnected() {
      explained = '';
    },
  });
  const url = `${scheme}://127.0.0.1:${forward.port}`;
  print(io, url);
  note(io, t`127.0.0.1:${forward.port} leads to ${node.name}:${port}`);
  return { ...forward, url };
}

/** Waits for Ctrl-C as the normal end of a command, then closes the forwards; they are closed as well when `work` fails. */
export async function forwardUntilCtrlC(
  { io, signal }: CommandContext,
  work: (keep: <T extends Forward>(forward: T) => T) => Promise<void>,
): Promise<void> {
  const open: Forward[] = [];
  try {
    await work((forward) => {
      open.push(forward);
      return forward;
    });
    note(io, t`Ctrl-C ends it.`);
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
  } finally {
    for (const forward of open) await forward.close();
  }
}
