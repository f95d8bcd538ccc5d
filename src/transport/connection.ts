import type { Duplex, Readable } from 'node:stream';

/** One authenticated SSH connection, with nothing of the SSH library in its type. */
export interface Connection {
  /** False once it broke or was ended; it never comes back. */
  readonly alive: boolean;
  /** Starts a shell line; rejects with {@link SessionRefused} when the node has no session to spare, or another {@link NotOpened}. */
  exec(line: string): Promise<Session>;
  /** A TCP connection made by the node. */
  forward(host: string, port: number): Promise<Duplex>;
}

/** One command on a connection. Read both outputs, or `ended` waits for ever. */
export interface Session {
  /** Standard input and output. Never emits `error`: how it went is what `ended` says. */
  readonly stdio: Duplex;
  readonly stderr: Readable;
  /** Settles when the command is over and all its output read; undefined: gone without a status. Never rejects. */
  readonly ended: Promise<number | undefined>;
  /** Standard input and output as one well-behaved stream, instead of `stdio`; destroying it ends the command. */
  asStream(): Duplex;
  /**
   * Closes the session, and asks the command to stop (SIGTERM) if its stdin is still open. One whose stdin was closed
   * hears nothing: it goes on until it writes.
   */
  stop(): void;
}

/** A dial that failed. `retry`: the same dial may work a little later (a machine that is still booting). */
export class DialFailed extends Error {
  readonly retry: boolean;

  constructor(reason: string, retry: boolean, cause?: unknown) {
    super(reason, { cause });
    this.retry = retry;
  }
}

/** A session or forward that did not come about. */
export class NotOpened extends Error {}

/** The connection was broken before the node heard of it: to ask again on a new one does nothing twice. */
export class NeverAsked extends NotOpened {}

/** The node opens no further session on this connection (sshd's MaxSessions). */
export class SessionRefused extends NotOpened {}
