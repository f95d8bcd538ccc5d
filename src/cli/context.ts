import type { Language } from '../language/languages.ts';
import type { Io } from './io.ts';

/** What every command gets beside its own options. */
export interface CommandContext {
  io: Io;
  /** The language to speak, and to show the course in. */
  language: Language;
  /** Aborted by Ctrl-C; its reason is the error to end with. */
  signal: AbortSignal;
  /** The folder that `-C` names, relative to the current one. */
  folder: string;
  /** Ends the program with this code although nothing was thrown: a check failed, a remote command did. */
  exitWith(code: number): void;
}
