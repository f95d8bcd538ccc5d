import type { Duplex } from 'node:stream';

/** One command, here or on a node. */
export interface Command {
  /** Program and arguments. Never a shell line; for one, say `['sh', '-c', script]`. Never holds a secret. */
  argv: readonly [string, ...string[]];
  /** Written to the command's standard input, which is then closed. The place for secrets. */
  input?: string | Buffer;
  /** Extra environment variables. On a node they need a shell, so names must be plain identifiers. */
  env?: Readonly<Record<string, string>>;
  /** Working directory; local commands only. */
  cwd?: string;
  /** Milliseconds until the command is ended and E_TIMEOUT thrown. Default: none. */
  timeout?: number;
  /** Run as root: on a node through `sudo -n` when the SSH user is an ordinary one. Ignored by the local runner. */
  root?: boolean;
  /** Called with each complete line of standard output and standard error as it arrives. */
  onLine?: (line: string) => void;
  /** Its output holds a secret: the journal records that it ran, not what it said. */
  secret?: boolean;
}

/** How a command ended. Output is whole, decoded as UTF-8, trailing newline kept. */
export interface Result {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/**
 * Runs commands. A non-zero exit is a {@link Result}, not an exception; what rejects is a command that could not be
 * run at all or to its end (E_COMMAND_MISSING, E_SSH_LOST, E_TIMEOUT, E_INTERRUPTED).
 */
export interface Runner {
  run(command: Command): Promise<Result>;
}

/** What an upload must be at its destination. */
export interface Upload {
  /** Path of the file here. */
  from: string;
  /** Absolute path on the node; its folder is made. */
  to: string;
  /** Hex SHA-256 of the file. */
  sha256: string;
  /** Size in bytes. */
  bytes: number;
  /** Permission bits; default 0o644. */
  mode?: number;
  /** Called with bytes sent so far. */
  onProgress?: (bytes: number) => void;
}

/** A node reached over SSH: one connection, kept open and reused; re-dialled with backoff when it broke. */
export interface Remote extends Runner {
  /** The node's name, for messages. */
  readonly name: string;
  /** The user that SSH logs in as. */
  readonly user: string;
  /** Puts a file in place as root: sent beside it, verified by SHA-256 there, then renamed. */
  upload(upload: Upload): Promise<'uploaded' | 'present'>;
  /** Starts a command and gives its stdin and stdout as one stream; closing the stream ends the command. */
  stream(command: Pick<Command, 'argv' | 'root'>): Promise<Duplex>;
  /** A TCP connection made by the node: to `host`:`port` as the node sees them. */
  dial(host: string, port: number): Promise<Duplex>;
  close(): void;
}

/** Where and as whom SSH reaches a node. */
export interface Endpoint {
  host: string;
  port: number;
  user: string;
  /** Path of the private key file. */
  keyFile: string;
  /** A local program whose stdin and stdout are the connection, as OpenSSH's ProxyCommand. */
  proxyCommand?: readonly [string, ...string[]];
}
