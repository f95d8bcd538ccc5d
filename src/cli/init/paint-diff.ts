import type { Io } from '../io.ts';
import { palette } from '../palette.ts';

/** A unified diff as it is shown on stderr: what goes in red, what comes in green, without the lines that only `patch` reads. */
export function paintDiff(diff: string, { stderr, env }: Pick<Io, 'stderr' | 'env'>): string {
  const paint = palette(stderr, env);
  const lines = diff.trimEnd().split('\n');
  return lines
    .filter((line) => !/^(=+$|Index: )/.test(line))
    .map((line) => {
      if (/^(---|\+\+\+) /.test(line)) return paint.bold(line);
      if (line.startsWith('@@')) return paint.cyan(line);
      if (line.startsWith('-')) return paint.red(line);
      return line.startsWith('+') ? paint.green(line) : line;
    })
    .join('\n');
}
