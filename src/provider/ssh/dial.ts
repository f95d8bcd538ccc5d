import { createConnection } from 'node:net';
import { t } from 'ttag';

/** Why a TCP port cannot be dialled, in plain words; undefined when it can. */
export type Dial = (host: string, port: number) => Promise<string | undefined>;

function reasonFor({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ECONNREFUSED':
      return t`connection refused`;
    case 'EHOSTUNREACH':
      return t`no route to the host`;
    case 'ENETUNREACH':
      return t`no route to its network`;
    case 'ETIMEDOUT':
      return t`no answer`;
    case 'ENOTFOUND':
      return t`no such host name`;
    case 'EAI_AGAIN':
      return t`its host name cannot be looked up just now`;
    default:
      return message;
  }
}

/** Dials a TCP port and hangs up; gives up after `timeout` milliseconds. */
export function tcpDial(timeout = 5_000): Dial {
  const seconds = timeout / 1000;
  return (host, port) =>
    new Promise((resolve) => {
      const socket = createConnection({ host, port });
      const end = (reason?: string) => {
        clearTimeout(timer);
        socket.destroy();
        resolve(reason);
      };
      const timer = setTimeout(() => end(t`no answer within ${seconds} s`), timeout);
      socket.once('connect', () => end());
      socket.on('error', (error: NodeJS.ErrnoException) => end(reasonFor(error)));
    });
}
