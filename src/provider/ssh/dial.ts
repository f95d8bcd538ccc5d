import { createConnection } from 'node:net';

/** Why a TCP port cannot be dialled, in plain words; undefined when it can. */
export type Dial = (host: string, port: number) => Promise<string | undefined>;

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  EHOSTUNREACH: 'no route to the host',
  ENETUNREACH: 'no route to its network',
  ETIMEDOUT: 'no answer',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'its host name cannot be looked up just now',
};

/** Dials a TCP port and hangs up; gives up after `timeout` milliseconds. */
export function tcpDial(timeout = 5_000): Dial {
  return (host, port) =>
    new Promise((resolve) => {
      const socket = createConnection({ host, port });
      const end = (reason?: string) => {
        clearTimeout(timer);
        socket.destroy();
        resolve(reason);
      };
      const timer = setTimeout(() => end(`no answer within ${timeout / 1000} s`), timeout);
      socket.once('connect', () => end());
      socket.on('error', (error: NodeJS.ErrnoException) => end(reasons[error.code ?? ''] ?? error.message));
    });
}
