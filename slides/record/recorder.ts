import { type Cast, type CastEvent, idleLimit, size } from './cast.ts';

/** Collects what the terminals show. In parts that are not shown time passes all the same. */
export class Recorder {
  readonly #events: CastEvent[] = [];
  readonly #started = performance.now();

  output(text: string): void {
    if (text !== '') this.#events.push([this.#now(), 'o', text]);
  }

  /** Marks where a command begins: players show its marks, and a test compares them with the solution. */
  mark(command: string): void {
    this.#events.push([this.#now(), 'm', command]);
  }

  cast(title: string): Cast {
    const [first = [0]] = this.#events;
    const events = this.#events.map(([at, kind, data]): CastEvent => [round(at - first[0]), kind, data]);
    return { header: { version: 2, ...size, idle_time_limit: idleLimit, title }, events };
  }

  #now(): number {
    return (performance.now() - this.#started) / 1000;
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
