import picocolors from 'picocolors';
import type { OutStream } from './io.ts';

/** Colours where the stream is a terminal and NO_COLOR (https://no-color.org) is not set. */
export function palette(stream: OutStream, env: NodeJS.ProcessEnv) {
  return picocolors.createColors(Boolean(stream.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb');
}
