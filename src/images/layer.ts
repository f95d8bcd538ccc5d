import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileContent } from './tar.ts';

/** One layer of an image. */
export interface Layer {
  mediaType: string;
  /** SHA-256 of the content as it is stored, as in `sha256:1f...`. */
  digest: string;
  bytes: number;
  content: Buffer | FileContent;
}

/** A layer that is an uncompressed tar; its digest is the `diff_id` of the config too. */
export function tarLayer(content: Buffer): Layer {
  const digest = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  return { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest, bytes: content.length, content };
}

/** A layer that is in a file already, compressed or not: read once, for its digest. */
export async function storedLayer(content: FileContent, signal?: AbortSignal): Promise<Layer> {
  const { file, start = 0, bytes } = content;
  const hash = createHash('sha256');
  let begin: Buffer | undefined;
  const range = { start, end: start + bytes - 1, highWaterMark: 1 << 20 };
  for await (const chunk of createReadStream(file, { ...range, ...(signal ? { signal } : {}) })) {
    begin ??= chunk.subarray(0, 4) as Buffer;
    hash.update(chunk);
  }
  return { mediaType: mediaTypeOf(begin), digest: `sha256:${hash.digest('hex')}`, bytes, content };
}

/** Magic numbers: RFC 1952 (gzip), RFC 8878 (zstd). */
function mediaTypeOf(begin: Buffer = Buffer.alloc(0)): string {
  const hex = begin.toString('hex');
  const compression = hex.startsWith('1f8b') ? '+gzip' : hex === '28b52ffd' ? '+zstd' : '';
  return `application/vnd.oci.image.layer.v1.tar${compression}`;
}
