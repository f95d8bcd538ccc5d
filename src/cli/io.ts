import type { Readable, Writable } from 'node:stream';

/** A stream that may be a terminal. */
export type OutStream = Writable & { isTTY?: boolean; columns?: number };

/** What a command sees of the world; `process` has this shape, tests bring their own. */
export interface Io {
  stdin: Readable & { isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  /** Results go here. */
  stdout: OutStream;
  /** Progress, warnings and errors go here. */
  stderr: OutStream;
  env: NodeJS.ProcessEnv;
  cwd(): string;
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  off(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): never;
}

/** Writes one line to standard output. */
export function print(io: Io, line: string): void {
  io.stdout.write(`${line}\n`);
}

/** Writes one line to standard error. */
export function note(io: Io, line: string): void {
  io.stderr.write(`${line}\n`);
}
