import { createHash } from 'node:crypto';
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
