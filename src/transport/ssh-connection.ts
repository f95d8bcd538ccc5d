import type { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import type { Duplex, Readable } from 'node:stream';
import { channelStream } from './channel-stream.ts';
import { type Connection, NeverAsked, NotOpened, type Session, SessionRefused } from './connection.ts';

/** What is used of the SSH library's client. */
interface Client extends EventEmitter {
  exec(line: string, opened: Opened): unknown;
  forwardOut(fromHost: string, fromPort: number, host: string, port: number, opened: Opened): unknown;
  end(): unknown;
  destroy(): unknown;
}

type Opened = (error: Error | undefined, channel: Channel) => void;

/** What is used of the SSH library's channels. */
interface Channel extends Duplex {
  stderr: Readable | Duplex;
  close(): void;
  signal(name: string): unknown;
}

const { signals } = constants;

/** What the library gives, as the rest of us sees it. `ended` settles when the connection is gone. */
export function asConnection(client: Client, ended: Promise<void>): Connection {
  let alive = true;
  void ended.then(() => {
    alive = false;
  });
  client.on('error', () => {
    alive = false;
  });
  const notOpened = (error: ChannelError): Error => {
    if (error.reason) return new SessionRefused(error.message, { cause: error });
    alive = false;
    const asked = error.message === 'Unable to exec';
    return new (asked ? NotOpened : NeverAsked)(error.message, { cause: error });
  };
  const open = <T>(ask: (opened: Opened) => unknown, use: (channel: Channel) => T): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      ask((error, channel) => (error ? reject(error) : resolve(use(channel))));
    }).catch((error) => {
      throw notOpened(error);
    });
  return {
    get alive() {
      return alive;
    },
    exec: (line) => open((opened) => client.exec(line, opened), session),
    forward: (host, port) =>
      open((opened) => client.forwardOut('127.0.0.1', 0, host, port, opened), forwarded),
  };
}

function forwarded(channel: Channel): Duplex {
  channel.on('error', () => {});
  return channelStream(channel);
}

/** `reason` is sshd's answer; without one, the connection broke before it could answer. */
interface ChannelError extends Error {
  reason?: unknown;
}

function session(channel: Channel): Session {
  // A write after the end is an error to the library; how a command went is told by `ended` alone.
  channel.on('error', () => {});
  let exitCode: number | undefined;
  channel.on('exit', (code: number | null, signalName?: string) => {
    exitCode = code ?? 128 + (signals[signalName as NodeJS.Signals] ?? 0);
  });
  const closed = (stream: NodeJS.EventEmitter) => new Promise((resolve) => stream.once('close', resolve));
  return {
    stdio: channel,
    stderr: channel.stderr,
    ended: Promise.all([closed(channel), closed(channel.stderr)]).then(() => exitCode),
    asStream: () => channelStream(channel),
    stop() {
      channel.signal('TERM');
      channel.close();
      channel.resume();
      channel.stderr.resume();
    },
  };
}

/** Says goodbye; a node that does not hear it is hung up on after a second. */
export function endSoon(client: Client): void {
  client.end();
  const timer = setTimeout(() => client.destroy(), 1000);
  timer.unref();
  client.once('close', () => clearTimeout(timer));
}
