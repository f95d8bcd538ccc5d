import { StringDecoder } from 'node:string_decoder';

/** Cuts chunks of bytes into complete lines of UTF-8 text. */
export interface LineFeed {
  push(chunk: Buffer): void;
  /** The stream is over: a last line without a newline is a line too. */
  end(): void;
}

/** Calls `onLine` with each line, without its newline, as soon as it is complete. */
export function lineFeed(onLine: (line: string) => void): LineFeed {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): void => {
    const lines = (rest + text).split(/\r?\n/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
  return {
    push: (chunk) => take(decoder.write(chunk)),
    end() {
      take(decoder.end());
      if (rest) onLine(rest);
      rest = '';
    },
  };
}
