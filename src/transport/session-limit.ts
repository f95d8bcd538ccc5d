/** Lets a number of sessions run at once; the others wait in line. */
export class SessionLimit {
  #free: number;
  #inUse = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number) {
    this.#free = most;
  }

  /** Waits for a place; call what it gives once, when the session is over. */
  async take(): Promise<() => void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#inUse++;
    return () => {
      this.#inUse--;
      this.#pass();
    };
  }

  /**
   * Gives back a place that turned out not to exist: one fewer from now on. False when no other session is open, so
   * that waiting would not help.
   */
  shrink(): boolean {
    if (this.#inUse < 2) return false;
    this.#inUse--;
    return true;
  }

  #pass(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}
