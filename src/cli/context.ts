import type { Io } from './io.ts';

/** What every command gets beside its own options. */
export interface CommandContext {
  io: Io;
  /** Aborted by Ctrl-C; its reason is the error to end with. */
  signal: AbortSignal;
  /** The folder that `-C` names, relative to the current one. */
  folder: string;
  /** Ends the program with this code although nothing was thrown: a check failed, a remote command did. */
  exitWith(code: number): void;
}
