import net from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { t } from 'ttag';
import { SwarmlabError } from '../errors/index.ts';
import type { Remote } from '../transport/runner.ts';

/** What is to be reachable from here. */
export interface ForwardPlan {
  remote: Pick<Remote, 'name' | 'dial'>;
  /** The node's own address on the lab network, and the port there. */
  address: string;
  port: number;
  /** The port here, on 127.0.0.1; when absent, the same as there, or a free one where that cannot be had. */
  local?: number;
  /** Called for each connection that the node could not make. */
  onRefused(error: SwarmlabError): void;
  /** Called for each connection that the node made. */
  onConnected?(): void;
}

/** An open forward. */
export interface Forward {
  /** The port on 127.0.0.1 that it listens on. */
  readonly port: number;
  /** Stops listening and ends what is connected. */
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 and hands each connection to the node. E_PORT_TAKEN when the port asked for cannot be had. */
export async function openForward(plan: ForwardPlan): Promise<Forward> {
  const open = new Set<Duplex>();
  const track = <T extends Duplex>(stream: T): T => {
    open.add(stream);
    stream.once('close', () => open.delete(stream));
    return stream;
  };
  // Either side may stop sending and still listen, as `nc` and some HTTP clients do.
  const server = net.createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
    void connect(plan, track(socket), track);
  });
  await listen(server, plan);
  return {
    port: (server.address() as net.AddressInfo).port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const stream of open) stream.destroy();
      await closed;
    },
  };
}

async function connect(
  plan: ForwardPlan,
  socket: net.Socket,
  track: <T extends Duplex>(it: T) => T,
): Promise<void> {
  const { remote, address, port } = plan;
  socket.on('error', () => {});
  try {
    const there = track(await remote.dial(address, port));
    if (socket.destroyed) return void there.destroy();
    plan.onConnected?.();
    // An error on either side destroys both; a plain end only ends its own direction.
    pipeline(socket, there, () => {});
    pipeline(there, socket, () => {});
  } catch (cause) {
    socket.destroy();
    plan.onRefused(refused(remote.name, address, port, cause));
  }
}

async function listen(server: net.Server, { port, local }: ForwardPlan): Promise<void> {
  const attempt = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(wanted, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  try {
    await attempt(local ?? port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    if (local !== undefined) throw taken(local, code, error);
    await attempt(0);
  }
}

function taken(port: number, code: string, cause: unknown): SwarmlabError {
  const sentence =
    code === 'EACCES'
      ? t`port ${port} on 127.0.0.1 is reserved for root`
      : t`port ${port} on 127.0.0.1 is in use`;
  return new SwarmlabError('E_PORT_TAKEN', sentence, {
    fix: t`Give another one with --local, or leave --local out: then a free one is taken.`,
    cause,
  });
}

/** Lost connections tell for themselves what happened; a refused one is explained. */
function refused(node: string, address: string, port: number, cause: unknown): SwarmlabError {
  if (cause instanceof SwarmlabError && cause.code !== 'E_NODE_COMMAND') return cause;
  return new SwarmlabError('E_NODE_COMMAND', t`${node}: nothing answers on ${address}:${port}`, {
    fix: t`See with \`docker service ls\` on a manager which ports are published, and that sshd on ${node} allows forwarding.`,
    node,
    cause,
  });
}
