import { type ErrorCode, errorCodes } from './codes.ts';

/** What a {@link SwarmlabError} carries beside its sentence. */
export interface ErrorDetails {
  /** One line: what the user can do about it. */
  fix: string;
  /** The node concerned, by name. */
  node?: string;
  /** Full output of what failed; goes to the log, never to the screen. */
  output?: string;
  /** The sentence and the fix fit whatever went wrong there: known-problems.json may know better from the output. */
  unexplained?: boolean;
  /** Why it failed, in a sentence of ours without its full stop. */
  why?: string;
  /** Where more is to be read. */
  link?: string;
  cause?: unknown;
}

/** An error meant for a user: one sentence, one fix, one stable code. Its message never holds a secret. */
export class SwarmlabError extends Error {
  readonly code: ErrorCode;
  readonly fix: string;
  readonly node: string | undefined;
  readonly output: string | undefined;
  readonly unexplained: boolean;
  readonly why: string | undefined;
  readonly link: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails) {
    super(message, { cause: details.cause });
    this.name = 'SwarmlabError';
    this.code = code;
    this.fix = details.fix;
    this.node = details.node;
    this.output = details.output;
    this.unexplained = details.unexplained ?? false;
    this.why = details.why;
    this.link = details.link;
  }

  /** The process exit code this error stands for (0 to 255). */
  get exitCode(): number {
    return errorCodes[this.code];
  }
}

/** Whether `error` is a SwarmlabError with one of these codes. */
export function hasCode(error: unknown, ...codes: ErrorCode[]): error is SwarmlabError {
  return error instanceof SwarmlabError && codes.includes(error.code);
}
