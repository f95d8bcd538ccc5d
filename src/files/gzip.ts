import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** Compresses a file. `level`: 1 for whoever waits, 6 for what is made once and sent often. */
export async function gzip(from: string, to: string, level: number, signal?: AbortSignal): Promise<void> {
  await pipeline(
    createReadStream(from, { highWaterMark: 1 << 20 }),
    createGzip({ level, chunkSize: 1 << 18 }),
    createWriteStream(to),
    ...(signal ? [{ signal }] : []),
  );
}
