/** An error together with the log that has all of its output. */
export class Logged extends Error {
  readonly logFile: string;

  constructor(cause: unknown, logFile: string) {
    super('see the log', { cause });
    this.logFile = logFile;
  }
}
