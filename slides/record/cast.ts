import { rename, writeFile } from 'node:fs/promises';

/** Columns and rows of the terminal in a demo. */
export const size = { width: 100, height: 28 };

/** No pause is shown longer than this, in seconds; the times in the file are the true ones. */
export const idleLimit = 2;

/** Seconds since the beginning; `o`: what the terminal showed, `m`: a mark with the command that begins there. */
export type CastEvent = [at: number, kind: 'o' | 'm', data: string];

/** An asciicast, version 2. Source of the format: https://docs.asciinema.org/manual/asciicast/v2/ */
export interface Cast {
  header: { version: number; width: number; height: number; idle_time_limit: number; title: string };
  events: CastEvent[];
}

/** Writes a cast, beside and then renamed. */
export async function writeCast(file: string, { header, events }: Cast): Promise<void> {
  const lines = [header, ...events].map((line) => JSON.stringify(line));
  await writeFile(`${file}.tmp`, `${lines.join('\n')}\n`);
  await rename(`${file}.tmp`, file);
}

/** Reads what `writeCast` wrote. */
export function parseCast(text: string): Cast {
  const [header, ...events] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { header, events };
}

/** How long a cast plays, in seconds: its pauses are shortened as its header says. */
export function playingTime({ header, events }: Cast): number {
  let last = 0;
  let sum = 0;
  for (const [at] of events) {
    sum += Math.min(at - last, header.idle_time_limit);
    last = at;
  }
  return sum;
}
